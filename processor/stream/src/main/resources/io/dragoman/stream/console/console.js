import { chart, short } from './chart.js';
import { show } from './attention.js';
import { held, records, shown } from './texts.js';

const EVERY = 2000; // milliseconds
const byId = id => document.getElementById(id);

const FLAGS = {
  SOURCE_TRUNCATED: 'The text was longer than the model takes; its end was cut off.',
  TARGET_TRUNCATED: 'The output reached its longest length before the sentence ended.',
  UNKNOWN_TOKENS: 'The text holds characters that the model does not know.',
  GUARD_ASIDE: 'No word of the text or of the lexicon could go on, so the word guard stood aside: look for words and numbers that nobody wrote.',
};
const REASONS = {
  EMPTY_TEXT: 'The record has no text.',
  SOURCE_TOO_LONG: 'The text has more tokens than the model takes.',
  TARGET_TOO_LONG: 'The target to be scored has more tokens than the model takes.',
  INVALID_OPTIONS: 'A decoding option of the record is out of its range.',
  INVALID_TEXT: 'The text is no well-formed Unicode.',
  UNKNOWN_MODEL: 'No model that serves fits what the record asks for.',
  UNDECODABLE: 'The bytes of the record are not of the expected format.',
  DEADLINE_EXCEEDED: 'Decoding took longer than it may.',
  INFERENCE_FAILED: 'The inference runtime failed; the log says more.',
  OUTPUT_TOO_LARGE: 'The result is larger than the topic takes.',
  PROCESSING_FAILED: 'Something unforeseen failed; the log says more.',
};

async function get(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(10000) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

// Live

let rows = [];
const charts = byId('charts');
const draws = [
  { draw: chart(charts, 'Records a second', '', ['generated', 'rejected', 'failed']), fields: ['generated', 'rejected', 'failed'] },
  { draw: chart(charts, 'Latency', ' ms', ['median', '95 %']), fields: ['median', 'p95'] },
  { draw: chart(charts, 'Batch size', '', ['sentences']), fields: ['batchSize'] },
  { draw: chart(charts, 'Backlog', '', ['records']), fields: ['backlog'] },
];

async function live() {
  const last = rows.length ? rows[rows.length - 1][0] : 0;
  const told = await get(`api/live?since=${last}`);
  rows = rows.concat(told.samples).slice(-told.keeps);
  const index = Object.fromEntries(told.fields.map((field, i) => [field, i]));
  for (const { draw, fields } of draws) {
    draw(rows.map(row => [row[0], ...fields.map(field => row[index[field]])]), told.keeps);
  }
  tiles(index);
  partitions(told.partitions);
}

/** Those that wait longest come first. */
function partitions(told) {
  const waits = oldest => (oldest.atLeast ? 'at least ' : '') + lasting(oldest.seconds);
  const first = told.find(p => p.oldest);
  byId('longest').textContent = first
    ? `${first.topic}-${first.partition} waits longest: offset ${first.oldest.offset}, ${waits(first.oldest)}` : '';
  byId('partitions').replaceChildren(...told.map(p => line([`${p.topic}-${p.partition}`, short(p.records),
    p.oldest ? p.oldest.offset : '–', p.oldest ? waits(p.oldest) : '–'], 1)));
}

/** Seconds for people, in two units at most. */
function lasting(seconds) {
  if (seconds < 60) return `${short(seconds)} s`;
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = units.findIndex(unit => seconds >= unit[1]);
  const [[name, size], [nextName, nextSize]] = units.slice(first, first + 2);
  return `${Math.floor(seconds / size)} ${name} ${Math.floor(seconds % size / nextSize)} ${nextName}`;
}

/** The newest value that something gave. */
function newest(index, field, within = 10) {
  const found = rows.slice(-within).map(row => row[index[field]]).filter(value => value !== null);
  return found.length ? found[found.length - 1] : null;
}

function tiles(index) {
  const now = ['generated', 'rejected', 'failed'].map(field => newest(index, field, 1) ?? 0);
  byId('rate').textContent = rows.length ? short(now[0] + now[1] + now[2]) : '–';
  byId('rate-note').textContent = `generated ${short(now[0])}, rejected ${short(now[1])}, failed ${short(now[2])}`;
  const median = newest(index, 'median');
  byId('latency').textContent = median === null ? '–' : `${short(median)} ms`;
  byId('latency-note').textContent = `median; 95 % within ${short(newest(index, 'p95'))} ms`;
  byId('batch').textContent = short(newest(index, 'batchSize'));
  byId('backlog').textContent = short(newest(index, 'backlog', 1));
  const seconds = newest(index, 'backlogSeconds', 1);
  byId('backlog-note').textContent = seconds === null ? 'records not served yet' : `records; done in ${short(seconds)} s`;
}

function line(values, numbersFrom) {
  const tr = document.createElement('tr');
  values.forEach((value, i) => {
    const td = document.createElement('td');
    td.textContent = value;
    if (i >= numbersFrom) td.className = 'n';
    tr.append(td);
  });
  return tr;
}

// Dead letters

async function deadLetters() {
  const told = await get('api/dead-letters');
  const counts = Object.entries(told.counts).sort((a, b) => b[1] - a[1]);
  byId('dead-note').hidden = counts.length > 0;
  byId('reasons').hidden = byId('letters').hidden = counts.length === 0;
  byId('reasons').tBodies[0].replaceChildren(...counts.map(([reason, count]) => {
    const tr = line([reason, count, REASONS[reason] ?? ''], 3);
    tr.children[1].className = 'n';
    return tr;
  }));
  byId('letters').querySelector('tbody').replaceChildren(...told.letters.map(letter => {
    const tr = line([new Date(letter.millis).toLocaleTimeString(), letter.reason, `${letter.topic}-${letter.partition}`, letter.offset], 3);
    if (textsShown) tr.append(shown('td', letter.text));
    return tr;
  }));
}

async function texts() {
  records(await get('api/records'), { ...REASONS, ...FLAGS });
}

// Models

let modelsShown = false;
let textsShown = false;

async function models() {
  if (modelsShown) return;
  const told = await get('api/models');
  textsShown = told.texts;
  byId('no-texts').hidden = textsShown;
  byId('records').hidden = byId('letter-text').hidden = document.querySelector('nav a[href="#records"]').hidden = !textsShown;
  byId('try').hidden = !told.trial.allowed;
  document.querySelector('nav a[href="#try"]').hidden = !told.trial.allowed;
  if (!told.models.length) return;
  modelsShown = true;
  byId('model').replaceChildren(...told.models.map(model => new Option(`${model.name} ${model.version}`, model.name)));
  byId('cards').replaceChildren(...told.models.map(card));
}

function card(model) {
  const article = document.createElement('article');
  const title = document.createElement('h3');
  title.textContent = `${model.name} ${model.version}`;
  const list = document.createElement('dl');
  const facts = { task: model.task, from: model.sourceLanguage, to: model.targetLanguage, digest: model.digest };
  for (const [name, value] of Object.entries(facts)) {
    if (!value) continue;
    const dt = document.createElement('dt');
    const dd = document.createElement('dd');
    dt.textContent = name;
    dd.textContent = value;
    list.append(dt, dd);
  }
  article.append(title, list);
  if (model.card) {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    const text = document.createElement('pre');
    summary.textContent = 'Model card';
    text.textContent = model.card;
    details.append(summary, text);
    article.append(details);
  }
  return article;
}

// Try a sentence

const form = byId('trial');
const places = { source: byId('source-words'), target: byId('target-words'), heat: byId('heat') };

form.addEventListener('submit', async event => {
  event.preventDefault();
  const button = form.querySelector('button');
  const note = byId('trial-note');
  button.disabled = true;
  note.textContent = 'generating';
  try {
    const wish = { text: byId('text').value, nBest: Number(byId('n-best').value) };
    if (byId('model').value) wish.model = byId('model').value;
    const answer = await fetch('api/explain', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish),
    });
    if (!answer.ok) throw new Error((await answer.text()).trim());
    const explanation = await answer.json();
    const refused = explanation.rejected ?? explanation.failed;
    note.textContent = refused ? `${refused}: ${explanation.message}` : '';
    byId('explanation').hidden = Boolean(refused);
    if (!refused) explain(explanation);
  } catch (error) {
    note.textContent = error.message;
    byId('explanation').hidden = true;
  } finally {
    button.disabled = false;
  }
});

byId('text').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

function explain(explanation) {
  const buttons = explanation.hypotheses.map(hypothesis => {
    const button = document.createElement('button');
    const score = document.createElement('span');
    const text = document.createElement('span');
    button.type = 'button';
    score.className = 'score';
    score.textContent = hypothesis.score.toFixed(4);
    text.className = 'out';
    text.dir = 'auto';
    text.textContent = hypothesis.text || '(empty)';
    button.append(score, text);
    button.addEventListener('click', () => choose(hypothesis, button));
    return button;
  });
  const choose = (hypothesis, pressed) => {
    buttons.forEach(button => button.setAttribute('aria-pressed', String(button === pressed)));
    show(explanation, hypothesis, places);
  };
  byId('hypotheses').replaceChildren(...buttons);
  byId('flags').replaceChildren(...explanation.flags.map(flag => {
    const li = document.createElement('li');
    li.textContent = `${flag}: ${FLAGS[flag] ?? ''}`;
    return li;
  }));
  choose(explanation.hypotheses[0], buttons[0]);
}

// All of it, again and again

async function refresh() {
  const state = byId('state');
  try {
    await models();
    await Promise.all([live(), deadLetters(), textsShown && !held() ? texts() : null]);
    state.textContent = 'connected';
    state.className = '';
  } catch (error) {
    state.textContent = 'no answer from the application';
    state.className = 'bad';
  }
  setTimeout(refresh, EVERY);
}

refresh();
