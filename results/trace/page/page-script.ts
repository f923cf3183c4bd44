/**
 * The script of a trace page, as text: the page allows no other. It reads the columns that stand in the page, and writes with
 * `textContent` alone, so that no name can become markup. Rows are made for what is in view only.
 */
import { TABLE_SCRIPT } from './table-script.ts';
import { TIMELINE_SCRIPT } from './timeline-script.ts';

/** What both parts share: the events by number, which of them are shown, and which is current. */
const EVENTS_SCRIPT = String.raw`
const $ = (id) => document.getElementById(id);
const data = JSON.parse($('data').textContent);
const lines = data.texts.split('\n');
const total = data.kind.length;
const sums = (steps) => { let sum = 0; return steps.map((step) => (sum += step)); };
const numbers = sums(data.sequence);
const millis = sums(data.millis);
const laneOf = (event) => data.kinds[data.kind[event]][1];
const groupOf = (keeper) => keeper.replace(/ \d+$/, '');
const keeperOf = (event) => (data.keeper[event] < 0 ? '' : data.keepers[data.keeper[event]]);

function clock(time) {
  const two = (n) => String(n).padStart(2, '0');
  const seconds = Math.floor(time / 1000);
  const rest = time - seconds * 1000;
  const text = Math.floor(seconds / 3600) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
  return rest === 0 ? text : text + '.' + String(rest).padStart(3, '0');
}

/** What happened, and what it did to the figures. */
function textsOf(event) {
  const [what, effect, ...fill] = lines[event].split('\t');
  let next = 0;
  return [what, effect].map((template) =>
    data.templates[template].reduce((text, piece, i) => text + (i === 0 ? '' : fill[next++]) + piece, ''));
}

function cellsOf(event) {
  const block = data.block[event] < 0 ? '' : String(data.block[event]);
  const account = data.account[event] < 0 ? '' : String(data.account[event]);
  return [clock(millis[event]), block, data.kinds[data.kind[event]][0], account, keeperOf(event), ...textsOf(event)];
}

/** Events that pass the filters, and the place among them of the current one. */
let shown = [];
let current = 0;
const hidden = new Set();

/** First place among the shown events at or after an instant. */
function placeAt(time) {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (millis[shown[middle]] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOf(event) {
  let low = 0;
  let high = shown.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shown[middle] < event) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filter() {
  const account = $('account').value.trim();
  const keeper = $('keeper').value;
  const before = shown[current] ?? 0;
  shown = [];
  for (let event = 0; event < total; event++) {
    if (hidden.has(data.kind[event])) continue;
    if (account !== '' && String(data.account[event]) !== account) continue;
    if (keeper !== '' && keeperOf(event) !== keeper && groupOf(keeperOf(event)) !== keeper) continue;
    shown.push(event);
  }
  const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
  $('count').textContent = count(shown.length) + ' of ' + count(total) + ' events';
  markFiltered();
  resize();
  select(shown.length === 0 ? 0 : placeOf(before), true);
}

/** Makes the event at a place the current one, here and there. */
function select(place, reveal) {
  current = Math.max(0, Math.min(shown.length - 1, place));
  const event = shown[current];
  describe(event);
  point(event);
  if (reveal) revealRow(current);
  draw();
}

function move(key) {
  const page = Math.max(1, Math.floor($('box').clientHeight / rowHeight) - 2);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: page, PageUp: -page };
  if (key === 'Home') select(0, true);
  else if (key === 'End') select(shown.length - 1, true);
  else if (key in steps) select(current + steps[key], true);
  else return false;
  return true;
}
`;

const START_SCRIPT = String.raw`
for (const [index, [word, , count]] of data.kinds.entries()) {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = true;
  box.addEventListener('change', () => { if (box.checked) hidden.delete(index); else hidden.add(index); filter(); });
  const label = document.createElement('label');
  label.append(box, word + ' (' + count + ')');
  $('kinds').append(label);
}
const everyKind = (isShown) => {
  for (const [index, box] of $('kinds').querySelectorAll('input').entries()) {
    box.checked = isShown;
    if (isShown) hidden.delete(index);
    else hidden.add(index);
  }
  filter();
};
for (const [word, isShown] of [['all', true], ['none', false]]) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = word;
  button.addEventListener('click', () => everyKind(isShown));
  $('kinds').append(button);
}
for (const name of [...new Set([...data.keepers.map(groupOf), ...data.keepers])].sort()) {
  const option = document.createElement('option');
  option.value = name;
  option.textContent = name;
  $('keeper').append(option);
}
$('account').addEventListener('input', filter);
$('keeper').addEventListener('change', filter);
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('filters').addEventListener('reset', (event) => {
  event.preventDefault();
  $('account').value = '';
  $('keeper').value = '';
  everyKind(true);
});
$('timeline').addEventListener('keydown', (event) => {
  if (event.key === 'Enter') $('table').focus({ preventScroll: true });
  else if (!move(event.key)) return;
  event.preventDefault();
});
$('table').addEventListener('keydown', (event) => {
  if (event.key === 'Enter') $('timeline').focus({ preventScroll: true });
  else if (!move(event.key)) return;
  event.preventDefault();
});
$('box').addEventListener('scroll', () => requestAnimationFrame(draw));
addEventListener('resize', () => requestAnimationFrame(draw));
const fromAddress = () => {
  const event = numbers.indexOf(Number(location.hash.slice(2)));
  if (/^#e\d+$/.test(location.hash) && event >= 0) select(placeOf(event), true);
};
addEventListener('hashchange', fromAddress);
filter();
fromAddress();
`;

export const PAGE_SCRIPT = `(() => {
'use strict';${EVENTS_SCRIPT}${TABLE_SCRIPT}${TIMELINE_SCRIPT}${START_SCRIPT}})();`;
