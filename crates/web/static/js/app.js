// Everything here is an extra: each page does its whole work without it.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
  isSupported,
} from '../vendor/govuk-frontend.min.js';

if (isSupported()) {
  for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
    createAll(component);
  }
}

for (const form of document.querySelectorAll('form[data-autosave]')) autosave(form);
for (const note of document.querySelectorAll('[data-note-for]')) foldNote(note);
for (const box of document.querySelectorAll('textarea[data-no-names]')) watchForNames(box);
for (const row of document.querySelectorAll('[data-rating]')) row.addEventListener('keydown', markByNumber);

/**
 * Saves the form three seconds after a change, and when the page is left or hidden.
 * The server answers {saved_at, version, left, verdict_html?, standing?, but?}; the explicit Save stays.
 */
function autosave(form) {
  const PAUSE = 3000;
  let timer = null;
  let changed = false;
  let saving = false;
  let stopped = false;

  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', stop);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
  window.addEventListener('pagehide', save);

  function later() {
    changed = true;
    wait(PAUSE);
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, milliseconds);
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
  }

  // One save at a time: the version that each one needs comes back with the one before.
  async function save() {
    if (stopped || saving || !changed) return;
    clearTimeout(timer);
    changed = false;
    saving = true;
    const outcome = await send(form);
    saving = false;
    if (outcome === 'over') return stop();
    if (outcome === 'again') {
      changed = true;
      return wait(5 * PAUSE);
    }
    if (changed) wait(PAUSE);
  }
}

/** One save: 'saved', 'again' when the server could not be reached, 'over' when only a person can go on. */
async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      redirect: 'manual',
      // Lets the save outlive the page; browsers refuse it above 64 KB.
      keepalive: body.toString().length < 60000,
    });
    if (answer.status === 401 || answer.type === 'opaqueredirect') {
      say(form, 'You have been signed out. Your words are still here: sign in in another tab, then choose Save.');
      return 'over';
    }
    if (answer.status === 409) {
      say(form, 'Someone else has saved this since. Choose Save to see both.');
      return 'over';
    }
    if (answer.ok) {
      show(form, await answer.json());
      return 'saved';
    }
  } catch {
    // No connection, or an answer that is not ours: the same to the person, who is told below.
  }
  say(form, 'Not saved yet. We will try again.');
  return 'again';
}

function say(form, words) {
  const status = form.querySelector('[data-saved]');
  if (status) status.textContent = words;
}

/** Puts what the server answered to a save on the page. */
function show(form, { saved_at, version, left, verdict_html, standing, but }) {
  const seen = form.elements.namedItem('seen');
  if (seen) seen.value = version;
  say(form, but ? `Saved ${twelveHour(saved_at)}, ${but}` : `Saved ${twelveHour(saved_at)}`);

  const link = form.querySelector('[data-left]');
  if (link && left) {
    link.hidden = left.length === 0;
    if (left.length > 0) link.setAttribute('href', `#${left[0]}`);
  }
  const progress = form.querySelector('[data-progress]');
  if (progress && left) progress.textContent = left.length === 0 ? '· Everything is marked.' : `· ${left.length} left to mark.`;

  const verdict = document.querySelector('[data-verdict]');
  if (verdict && verdict_html) verdict.innerHTML = verdict_html;
  const stands = document.querySelector('[data-standing]');
  if (stands && standing) stands.textContent = standing;
}

/** "10:42" as "10:42am", "14:05" as "2:05pm"; anything else as it came. */
function twelveHour(time) {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (!parts) return time;
  const hour = Number(parts[1]);
  return `${hour % 12 || 12}:${parts[2]}${hour < 12 ? 'am' : 'pm'}`;
}

/** Shows the box for a note only while the chosen mark asks for one, or while it holds words. */
function foldNote(note) {
  const marks = [...document.getElementsByName(note.dataset.noteFor)];
  const box = note.querySelector('textarea');
  const fold = () => {
    const asks = marks.some((mark) => mark.checked && 'asksNote' in mark.dataset);
    note.hidden = !asks && box.value.trim() === '';
  };
  for (const mark of marks) mark.addEventListener('change', fold);
  fold();
}

/** Warns, and never stops anyone, when a box seems to hold an NHS number or somebody's name. */
function watchForNames(box) {
  const warning = document.createElement('p');
  warning.className = 'app-look-again';
  warning.setAttribute('role', 'status');
  warning.hidden = true;
  box.after(warning);

  const look = () => {
    const found = looksPersonal(box.value);
    warning.hidden = found === null;
    warning.textContent = found === null ? '' : `“${found}” looks like a name or a number. Please write it without, if it is.`;
  };
  // While it is typed, not when the box is left: a warning that comes then would move the button away from the click.
  box.addEventListener('input', look);
  look();
}

/** The first words that look like an NHS number or a titled name, or null. */
function looksPersonal(text) {
  const number = text.match(/\b\d{3}[ -]?\d{3}[ -]?\d{4}\b/);
  const name = text.match(/\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lady)\.? [A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?/);
  return (number ?? name)?.[0] ?? null;
}

/** Keys 1 to 5 mark a row, only while focus is in it, and never with another key held. */
function markByNumber(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.type !== 'radio') return;
  const mark = event.currentTarget.querySelectorAll('input[type="radio"]')[Number(event.key) - 1];
  if (!mark) return;
  event.preventDefault();
  mark.focus();
  mark.click();
}
