/** Looks of a trace page, on top of those of a report. */
export const TRACE_STYLE = `
main,header,footer{max-width:1400px}
#axis{overflow-x:auto;margin:.4rem 0}
#timeline{position:relative;min-width:760px;max-width:1000px;cursor:crosshair}
#timeline svg{display:block;width:100%;height:auto}
#overlay{position:absolute;inset:0}
#overlay .window{fill:var(--series-0);opacity:.13}
#overlay .cursor{stroke:var(--bad);stroke-width:1.5}
#overlay .marks{fill:var(--series-0)}
#overlay .here{fill:none;stroke:var(--bad);stroke-width:2}
.filtered .lanes_marks,.filtered .liquidations_marks{opacity:.22}
dl.tiles{display:flex;flex-wrap:wrap;gap:.4rem 1.8rem;margin:.9rem 0}
dl.tiles dt{color:var(--muted);font-size:.88rem}
dl.tiles dd{margin:0;font-size:1.2rem;font-weight:650;font-variant-numeric:tabular-nums}
#count{padding:.3rem 0}
form{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:end;margin:.6rem 0}
form label{display:block;font-size:.92rem}
form details{flex-basis:100%;margin:0}
fieldset{border:1px solid var(--grid);padding:.4rem .8rem;display:flex;flex-wrap:wrap;gap:.2rem 1rem;min-width:0}
fieldset label{padding:.15rem 0}
input,select,button{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:4px;padding:.25rem .5rem;max-width:100%}
input[type=checkbox]{margin:0 .3rem 0 0}
button{cursor:pointer}
input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
#box{height:clamp(15rem,100vh - 38rem,34rem);overflow:auto;border:1px solid var(--grid);overflow-anchor:none;position:relative}
#box table{font-size:.87rem;table-layout:fixed;width:100%;min-width:1150px;border-collapse:separate;border-spacing:0}
#box th,#box td{padding:0 .5rem;height:28px;line-height:27px;text-align:left;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
#box th{position:sticky;top:0;background:var(--panel);z-index:1;border-bottom:1px solid var(--muted)}
#box .number{text-align:right}
#box .space td{padding:0;border:0}
#box tbody tr[id]{cursor:pointer}
#box tbody tr[aria-selected=true] td{background:var(--panel);box-shadow:inset 0 2px var(--bad),inset 0 -2px var(--bad)}
#event{background:var(--panel);border-left:5px solid var(--bad);padding:.5rem 1rem;margin:.7rem 0;min-height:9.5rem}
#event p{margin:.2rem 0;overflow-wrap:anywhere}
#event button{padding:.05rem .5rem;font-size:.9rem}
@media print{form,#box,#event{display:none}#timeline{min-width:0}}
`;
