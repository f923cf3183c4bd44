/** The part of the page's script that keeps the table: rows in view between two empty ones that stand for all others. */
export const TABLE_SCRIPT = `
let rowHeight = 28;
/** Rows made beyond what is in view. */
const SPARE = 8;

const [above, below] = [0, 1].map(() => {
  const row = document.createElement('tr');
  row.className = 'space';
  row.setAttribute('aria-hidden', 'true');
  const cell = document.createElement('td');
  cell.colSpan = 7;
  row.append(cell);
  return row;
});

function resize() {
  $('table').setAttribute('aria-rowcount', String(shown.length + 1));
  $('timeline').setAttribute('aria-valuemax', String(Math.max(1, shown.length)));
  $('rows').replaceChildren(above, below);
}

function rowOf(place) {
  const row = document.createElement('tr');
  row.id = 'row' + place;
  row.setAttribute('aria-rowindex', String(place + 2));
  for (const [column, text] of cellsOf(shown[place]).entries()) {
    const cell = document.createElement('td');
    cell.textContent = text;
    if (column === 1 || column === 3) cell.className = 'number';
    row.append(cell);
  }
  row.addEventListener('click', () => {
    if (String(getSelection()) === '') select(place, false);
  });
  return row;
}

/** Makes the rows in view, and shows on the time axis which those are. */
function draw() {
  const box = $('box');
  const head = $('table').tHead.offsetHeight;
  const from = Math.max(0, Math.floor(box.scrollTop / rowHeight) - SPARE);
  const to = Math.min(shown.length, Math.ceil((box.scrollTop + box.clientHeight - head) / rowHeight) + SPARE);
  const rows = [];
  for (let place = from; place < to; place++) rows.push($('row' + place) ?? rowOf(place));
  above.firstChild.style.height = from * rowHeight + 'px';
  below.firstChild.style.height = Math.max(0, shown.length - to) * rowHeight + 'px';
  $('rows').replaceChildren(above, ...rows, below);
  if (rows.length > 0 && rows[0].offsetHeight > 0) rowHeight = rows[0].getBoundingClientRect().height;
  for (const row of rows) row.setAttribute('aria-selected', String(row.id === 'row' + current));
  if ($('row' + current)) $('table').setAttribute('aria-activedescendant', 'row' + current);
  else $('table').removeAttribute('aria-activedescendant');
  const first = Math.min(shown.length - 1, Math.floor(box.scrollTop / rowHeight));
  const last = Math.min(shown.length - 1, Math.floor((box.scrollTop + box.clientHeight - head) / rowHeight));
  showWindow(shown[first], shown[last]);
}

function revealRow(place) {
  const box = $('box');
  const room = box.clientHeight - $('table').tHead.offsetHeight;
  const top = place * rowHeight;
  if (top < box.scrollTop || top + rowHeight > box.scrollTop + room)
    box.scrollTop = Math.max(0, top - Math.floor((room - rowHeight) / 2));
}

/** All of the current event: rows may be too narrow for it. */
function describe(event) {
  const lines = [];
  const add = (...parts) => {
    const line = document.createElement('p');
    line.append(...parts);
    lines.push(line);
    return line;
  };
  if (event === undefined) add('No event passes the filters.');
  else {
    const [time, block, kind, account, keeper, what, effect] = cellsOf(event);
    const title = document.createElement('strong');
    title.textContent = kind;
    const link = document.createElement('a');
    link.href = '#e' + numbers[event];
    link.textContent = 'number ' + numbers[event];
    add(title, ' at ' + time + (block === '' ? '' : ', block ' + block) + ', ', link);
    const who = add();
    const only = (id, name, words) => {
      if (name === '') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'only ' + words;
      button.addEventListener('click', () => { $(id).value = name; filter(); });
      who.append(words + ' ', button, ' ');
    };
    only('account', account, 'account ' + account);
    only('keeper', keeper, keeper);
    add(what);
    if (effect !== '') add(effect).className = 'muted';
  }
  $('event').replaceChildren(...lines);
}
`;
