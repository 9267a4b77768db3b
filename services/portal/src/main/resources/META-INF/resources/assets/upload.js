// Sends files in pieces, so that a dropped connection loses one piece and not the file. Without this script the same form
// sends them whole. Nothing of a file is kept here: only, in this browser, where each half-sent one goes on.
'use strict';
(() => {
  const PIECE = 1024 * 1024; // the longest that is accepted
  const ATTEMPTS = 8;
  const form = document.querySelector('form[data-upload]');
  const input = form.querySelector('input[type=file]');
  const list = form.querySelector('.transfers');
  const token = form.querySelector('[name=formToken]').value;
  const pause = seconds => new Promise(go => setTimeout(go, seconds * 1000));

  class Refused extends Error {}

  async function call(method, path, headers, body) {
    const answer = await fetch(form.action + path, {
      method, body, credentials: 'same-origin', redirect: 'error', headers: {...headers, 'Inhouse-Form-Token': token},
    });
    if (answer.status >= 500) throw new Error('server');
    // A piece from another place than where the file goes on; everything else that is refused stays so.
    if (answer.status === 409 && method === 'PATCH') return null;
    if (!answer.ok) throw new Refused(await answer.text());
    return answer.json();
  }

  const key = file => ['upload', form.action, file.name, file.size, file.lastModified].join('|');

  // The file's id and how much of it has arrived; a file that was begun before goes on.
  async function begin(file) {
    const known = localStorage.getItem(key(file));
    if (known) {
      try {
        const begun = await call('GET', '/' + known + '/offset', {});
        if (begun.state === 'receiving' || begun.state === 'received') return begun;
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
      }
    }
    const fresh = await call('POST', '', {'Content-Type': 'application/json'},
        JSON.stringify({filename: file.name, bytes: file.size, kind: null}));
    localStorage.setItem(key(file), fresh.id);
    return fresh;
  }

  async function send(file, bar, state) {
    let staged = null;
    let attempts = 0;
    while (!staged || staged.state === 'receiving') {
      try {
        staged ??= await begin(file);
        if (staged.state !== 'receiving') break;
        state.textContent = form.dataset.sending;
        bar.value = staged.received;
        const piece = file.slice(staged.received, staged.received + PIECE);
        const next = await call('PATCH', '/' + staged.id,
            {'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': staged.received}, piece);
        staged = next ?? await call('GET', '/' + staged.id + '/offset', {});
        attempts = 0;
      } catch (e) {
        if (e instanceof Refused || ++attempts > ATTEMPTS) throw e;
        state.textContent = form.dataset.retrying;
        await pause(Math.min(2 ** (attempts - 1) / 2, 15));
        staged = null;
      }
    }
    bar.value = file.size;
    state.textContent = form.dataset.done;
    localStorage.removeItem(key(file));
    return staged;
  }

  async function sendAll(files) {
    const sent = [];
    for (const file of files) {
      const item = list.appendChild(document.createElement('li'));
      const name = item.appendChild(document.createElement('span'));
      name.textContent = file.name;
      const bar = item.appendChild(document.createElement('progress'));
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute('aria-label', file.name);
      const state = item.appendChild(document.createElement('span'));
      try {
        sent.push(await send(file, bar, state));
      } catch (e) {
        item.className = 'lack';
        state.textContent = e instanceof Refused && e.message ? e.message : form.dataset.stopped;
      }
    }
    if (sent.length === files.length && sent.length > 0) {
      const version = form.action.replace(/\/files$/, '');
      location.assign(sent.length === 1 ? form.action + '/' + sent[0].id : version + '?done=here');
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    list.replaceChildren();
    sendAll([...input.files]);
  });
  for (const kind of ['dragenter', 'dragover']) {
    form.addEventListener(kind, event => { event.preventDefault(); form.classList.add('over'); });
  }
  for (const kind of ['dragleave', 'drop']) {
    form.addEventListener(kind, () => form.classList.remove('over'));
  }
  form.addEventListener('drop', event => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      list.replaceChildren();
      sendAll([...event.dataTransfer.files]);
    }
  });
})();
