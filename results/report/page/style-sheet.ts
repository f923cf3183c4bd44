import { DARK, LIGHT } from './colours.ts';

/** Looks of the page: light and dark by what the reader's system asks for, one column on a phone, plain on paper. */
export const STYLE_SHEET = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main,header,footer{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.6rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--grid)}
h3{font-size:1rem;margin:1.4rem 0 .3rem}
p,li{max-width:75ch;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.8rem 0 0}
nav a{display:inline-block;padding:.25rem 0}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:.4rem}
.muted,figcaption,.note{color:var(--muted)}
.answer{font-size:1.12rem;background:var(--panel);border-left:5px solid var(--series-0);padding:.7rem 1rem;margin:.8rem 0}
.answer p{margin:.3rem 0}
.warning{border-left:5px solid var(--bad);background:var(--panel);padding:.4rem .9rem;margin:.5rem 0}
dl.words{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.1rem;margin:1rem 0}
dl.words dt{font-weight:650}dl.words dd{margin:0;max-width:75ch;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding:0 0 .3rem;max-width:min(75ch,calc(100vw - 2.5rem))}
th,td{padding:.3rem .7rem;text-align:right;border-bottom:1px solid var(--grid);vertical-align:top;white-space:nowrap}
th:first-child,td:first-child,th.text,td.text{text-align:left}
th.text,td.text{white-space:normal;min-width:9rem}
th[scope=row]{font-weight:600;min-width:8rem;max-width:16rem;white-space:normal;overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--muted)}
td small{display:block;color:var(--muted)}
.better{color:var(--good);font-weight:650}.worse{color:var(--bad);font-weight:650}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:1.2rem 1.8rem}
figure{margin:.6rem 0;min-width:0}
figure h3{margin-top:0}
figure svg{display:block;width:100%;height:auto;max-width:640px}
figcaption{font-size:.92rem;margin:.3rem 0}
.tools{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem;margin:.2rem 0}
.tools a{padding:.2rem 0}
details{margin:.3rem 0}summary{cursor:pointer;padding:.25rem 0}
pre,code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.88rem}
pre{background:var(--panel);padding:.7rem 1rem;overflow:auto;max-height:32rem;margin:.5rem 0}
#models p,#models details{margin:.15rem 0}
footer{color:var(--muted);padding-bottom:2.5rem;margin-top:2rem}
@media (max-width:600px){main,header,footer{padding:0 14px}h1{font-size:1.35rem}dl.words{grid-template-columns:1fr;gap:0}dl.words dd{margin-bottom:.6rem}}
@media print{
:root{color-scheme:light;${LIGHT}}
body{font-size:10.5pt}nav,.tools,.skip{display:none}main,header,footer{max-width:none;padding:0}
figure,tr,.answer{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}pre{max-height:none;white-space:pre-wrap;overflow:visible}
table{font-size:8.5pt}th,td{padding:.15rem .4rem}.charts{grid-template-columns:1fr 1fr}
}
`;
