/** The part of the page's script that keeps the time axis: what is current, what the table shows, and which mark was meant. */
export const TIMELINE_SCRIPT = `
const frame = data.frame;
const lanes = frame.panels.find(({ kind }) => kind === 'lanes');
const dots = frame.panels.find(({ kind }) => kind === 'liquidations');
const xOf = (event) => frame.left + (millis[event] / frame.horizonMillis) * frame.plotWidth;

function shape(name, parts) {
  const one = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(parts)) one.setAttribute(key, value);
  return one;
}
const bottom = lanes.top + lanes.height;
const top = frame.panels[0].top;
const marks = shape('path', { class: 'marks' });
const shade = shape('rect', { class: 'window', y: top, height: bottom - top });
const cursor = shape('line', { class: 'cursor', y1: top, y2: bottom });
const here = shape('circle', { class: 'here', r: 7 });
$('overlay').append(shade, marks, cursor, here);

const laneHeight = lanes.height / lanes.lanes.length;
const laneY = (lane) => lanes.top + (lanes.lanes.indexOf(lane) + 0.5) * laneHeight;

/** Height of the dot of a liquidation on its log scale. */
function dotY(event) {
  const [low, high] = dots.domain.map(Math.log);
  return dots.top + dots.height * (1 - (Math.log(data.usd[event]) - low) / (high - low));
}

/** Draws the marks of the events that pass the filters strongly; all others fade. */
function markFiltered() {
  const isAll = shown.length === total;
  $('timeline').classList.toggle('filtered', !isAll);
  const parts = [];
  const last = new Map();
  for (const event of isAll ? [] : shown) {
    const x = Math.round(xOf(event));
    const lane = laneOf(event);
    if (lane >= 0 && last.get(lane) !== x) {
      last.set(lane, x);
      parts.push('M' + x + ' ' + (laneY(lane) - 6) + 'h2v12h-2z');
    }
    if (data.usd[event] > 0) parts.push('M' + (x - 3) + ' ' + dotY(event).toFixed(1) + 'a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z');
  }
  marks.setAttribute('d', parts.join(''));
}

/** Points at an event. */
function point(event) {
  const isThere = event !== undefined;
  for (const one of [cursor, here]) one.style.display = isThere ? '' : 'none';
  $('timeline').setAttribute('aria-valuenow', String(isThere ? current + 1 : 1));
  $('timeline').setAttribute('aria-valuetext', isThere ? cellsOf(event).filter((cell) => cell !== '').join(', ') : 'no event');
  if (!isThere) return;
  const x = xOf(event);
  cursor.setAttribute('x1', x);
  cursor.setAttribute('x2', x);
  const lane = laneOf(event);
  here.setAttribute('cx', x);
  here.setAttribute('cy', data.usd[event] > 0 ? dotY(event) : laneY(lane));
  if (lane < 0) here.style.display = 'none';
  const axis = $('axis');
  const at = (x / frame.width) * $('timeline').offsetWidth;
  if (at < axis.scrollLeft || at > axis.scrollLeft + axis.clientWidth) axis.scrollLeft = at - axis.clientWidth / 2;
}

/** Shades the time between the first and the last event in view. */
function showWindow(first, last) {
  if (first === undefined || last === undefined) {
    shade.setAttribute('width', 0);
    return;
  }
  shade.setAttribute('x', xOf(first));
  shade.setAttribute('width', Math.max(2, xOf(last) - xOf(first)));
}

/** Place of the shown event whose mark is nearest to a point: in its lane, among the dots, or by time alone. */
function placeNear(x, y) {
  const within = (panel) => panel !== undefined && y >= panel.top - 3 && y <= panel.top + panel.height + 3;
  const lane = within(lanes) ? lanes.lanes[Math.min(lanes.lanes.length - 1, Math.max(0, Math.floor((y - lanes.top) / laneHeight)))] : -1;
  const isDot = within(dots);
  let best = -1;
  let least = Infinity;
  for (let place = 0; place < shown.length; place++) {
    const event = shown[place];
    if (lane >= 0 && laneOf(event) !== lane) continue;
    if (isDot && !(data.usd[event] > 0)) continue;
    const far = Math.hypot(xOf(event) - x, isDot ? dotY(event) - y : 0);
    if (far < least) [best, least] = [place, far];
  }
  if (best >= 0) return best;
  const time = ((x - frame.left) / frame.plotWidth) * frame.horizonMillis;
  return Math.min(shown.length - 1, placeAt(time));
}

$('timeline').addEventListener('click', (event) => {
  const box = $('overlay').getBoundingClientRect();
  const scale = frame.width / box.width;
  select(placeNear((event.clientX - box.left) * scale, (event.clientY - box.top) * scale), true);
  $('box').scrollIntoView({ block: 'nearest' });
});
`;
