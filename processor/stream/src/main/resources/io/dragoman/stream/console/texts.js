// Texts of the stream, where they may be shown. They only ever become text nodes.

/** An element with a text, in the direction of its script, and a mark where it was cut. */
export function shown(tag, text) {
  const element = document.createElement(tag);
  const said = document.createElement('span');
  said.className = 'said';
  said.dir = 'auto';
  said.textContent = text ? text.text || '(empty)' : '(not decoded)';
  element.append(said);
  if (text?.cut) element.append(small('cut', '… cut here'));
  return element;
}

function small(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}

/** A record: where it stood and what became of it, then its texts. */
function entry(record, meanings) {
  const li = document.createElement('li');
  const facts = document.createElement('p');
  facts.className = 'note';
  facts.append(small('', `${record.topic}-${record.partition}-${record.offset}`),
    small('', new Date(record.millis).toLocaleTimeString()));
  if (record.latency !== null) facts.append(small('', `${record.latency} ms`));
  if (record.output) facts.append(small('', `score ${record.score.toFixed(4)}`));
  if (record.reason !== 'GENERATED') facts.append(mark('bad', record.reason, meanings));
  for (const flag of record.flags ?? []) facts.append(mark('flag', flag, meanings));
  const texts = document.createElement('dl');
  texts.append(term('source'), shown('dd', record.source));
  if (record.output) texts.append(term('output'), shown('dd', record.output));
  li.append(facts, texts);
  return li;
}

function mark(className, code, meanings) {
  const span = small(className, code);
  span.title = meanings[code] ?? '';
  return span;
}

function term(name) {
  const dt = document.createElement('dt');
  dt.textContent = name;
  return dt;
}

const hold = document.getElementById('hold');
hold.addEventListener('click', () => hold.setAttribute('aria-pressed', String(!held())));

/** Whether a person wants to read in peace. */
export function held() {
  return hold.getAttribute('aria-pressed') === 'true';
}

let newest = '';

/** Shows the latest records; what has not changed is left alone, so that a selection survives. */
export function records(told, meanings) {
  const first = told.records[0];
  const now = first ? `${first.topic}-${first.partition}-${first.offset} ${first.millis} ${told.records.length}` : '';
  if (now === newest || held()) return;
  newest = now;
  document.getElementById('records-note').hidden = told.records.length > 0;
  document.getElementById('record-list').replaceChildren(...told.records.map(record => entry(record, meanings)));
}
