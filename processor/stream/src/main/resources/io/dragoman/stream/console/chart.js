// A line chart of the last 15 minutes: plain SVG, redrawn whole.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 360;
const HEIGHT = 110;
const LEFT = 40;
const BOTTOM = 18;
const COLOURS = ['one', 'two', 'three'];

function node(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function ceiling(value) {
  if (!(value > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * decade).find(top => top >= value);
}

export function short(value) {
  if (value === null || value === undefined) return '–';
  if (value >= 1e6) return (value / 1e6).toFixed(1) + 'M';
  if (value >= 1e4) return (value / 1e3).toFixed(0) + 'k';
  return value >= 100 ? value.toFixed(0) : String(Number(value.toFixed(value < 10 ? 2 : 1)));
}

/** A figure with a caption; `series` are names. Gives a function that draws rows of [second, value, value, …]. */
export function chart(parent, title, unit, series) {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const name = document.createElement('strong');
  name.textContent = title;
  caption.append(name);
  series.forEach((label, i) => {
    const key = document.createElement('span');
    const mark = document.createElement('i');
    mark.className = COLOURS[i];
    key.append(mark, label);
    caption.append(key);
  });
  const svg = node('svg', { role: 'img', 'aria-label': title, viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  figure.append(caption, svg);
  parent.append(figure);
  return (rows, span) => draw(svg, title, unit, series, rows, span);
}

function draw(svg, title, unit, series, rows, span) {
  const end = rows.length ? rows[rows.length - 1][0] : 0;
  const values = rows.flatMap(row => row.slice(1)).filter(value => value !== null);
  const top = ceiling(Math.max(0, ...values));
  const x = second => LEFT + (WIDTH - LEFT) * (1 - (end - second) / span);
  const y = value => (HEIGHT - BOTTOM) * (1 - value / top) + 4;
  svg.replaceChildren(
    node('line', { class: 'grid', x1: LEFT, x2: WIDTH, y1: y(0), y2: y(0) }),
    node('line', { class: 'grid', x1: LEFT, x2: WIDTH, y1: y(top), y2: y(top) }),
    node('text', { x: LEFT - 5, y: y(top) + 8, 'text-anchor': 'end' }, short(top) + unit),
    node('text', { x: LEFT - 5, y: y(0), 'text-anchor': 'end' }, '0'),
    node('text', { x: LEFT, y: HEIGHT }, '15 minutes ago'),
    node('text', { x: WIDTH, y: HEIGHT, 'text-anchor': 'end' }, 'now'));
  series.forEach((_, i) => {
    let path = '';
    let pen = 'M';
    for (const row of rows) {
      const value = row[i + 1];
      if (value === null) { pen = 'M'; continue; }
      path += `${pen}${x(row[0]).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
    }
    svg.append(node('path', { class: `series ${COLOURS[i]}`, d: path || 'M0 0' }));
  });
  const last = rows.length ? rows[rows.length - 1].slice(1).map(short).join(', ') : 'nothing yet';
  svg.setAttribute('aria-label', `${title}, ${series.join(', ')}: now ${last}`);
}
