// Words of both sides and the heat map between them; pointing at a word of one side lights up the other.

const SHOWN = 0.1; // weights from here on are written into their cell

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const visible = word => (word.mark ? '⏎' : word.text);
const spoken = word => (word.mark ? 'end of the sentence' : word.text);

/** Shows one hypothesis of an explanation. */
export function show(explanation, hypothesis, places) {
  const source = explanation.source.words;
  const target = hypothesis.target.words;
  const weights = hypothesis.attention && hypothesis.attention.words;
  const sides = { source: chips(places.source, source), target: chips(places.target, target) };
  places.heat.replaceChildren();
  if (!weights) {
    places.heat.append(element('p', 'This model has no attention to show.'));
    return;
  }
  const cells = table(places.heat, source, target, weights);
  const light = (side, at) => lightUp(sides, cells, weights, side, at);
  for (const side of ['source', 'target']) {
    sides[side].forEach((chip, at) => {
      chip.addEventListener('pointerenter', () => light(side, at));
      chip.addEventListener('pointerleave', () => light(side, -1));
      chip.addEventListener('focus', () => light(side, at));
      chip.addEventListener('blur', () => light(side, -1));
    });
  }
  cells.body.forEach((row, t) => row.forEach((cell, s) => {
    cell.addEventListener('pointerenter', () => { light('target', t); cell.classList.add('at'); });
    cell.addEventListener('pointerleave', () => { light('target', -1); cell.classList.remove('at'); });
  }));
}

function chips(place, words) {
  const made = words.map(word => {
    const chip = element('button', visible(word));
    chip.type = 'button';
    chip.setAttribute('aria-label', spoken(word));
    return chip;
  });
  place.replaceChildren(...made);
  return made;
}

function table(place, source, target, weights) {
  const head = element('tr');
  head.append(element('td'));
  const columns = source.map(word => {
    const th = element('th', visible(word));
    th.scope = 'col';
    head.append(th);
    return th;
  });
  const thead = element('thead');
  thead.append(head);
  const tbody = element('tbody');
  const rows = [];
  const body = target.map((word, t) => {
    const tr = element('tr');
    const th = element('th', visible(word));
    th.scope = 'row';
    rows.push(th);
    tr.append(th);
    const cells = source.map((other, s) => {
      const weight = weights[t][s];
      const td = element('td', weight >= SHOWN ? weight.toFixed(2).replace(/^0/, '') : '');
      td.style.setProperty('--w', weight);
      td.title = `${spoken(word)} ← ${spoken(other)} ${weight.toFixed(3)}`;
      tr.append(td);
      return td;
    });
    tbody.append(tr);
    return cells;
  });
  const made = element('table');
  made.append(thead, tbody);
  place.append(made);
  return { columns, rows, body };
}

/** Weights of a target word are its row; those of a source word its column. */
function lightUp(sides, cells, weights, side, at) {
  const other = side === 'target' ? 'source' : 'target';
  sides[side].forEach((chip, i) => { chip.classList.toggle('at', i === at); chip.style.removeProperty('--w'); });
  sides[other].forEach((chip, i) => {
    const weight = at < 0 ? 0 : side === 'target' ? weights[at][i] : weights[i][at];
    chip.classList.remove('at');
    chip.style.setProperty('--w', weight);
    chip.dataset.weight = weight;
  });
  cells.rows.forEach((th, i) => th.classList.toggle('at', side === 'target' && i === at));
  cells.columns.forEach((th, i) => th.classList.toggle('at', side === 'source' && i === at));
}
