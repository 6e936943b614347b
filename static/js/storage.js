// Answers on their way to the server, kept in this browser so that a closed tab loses nothing.
const NAME = "peel-answers";
const STORE = "entries";
const memory = [];
let opening;
let lastId = 0;

function database() {
  opening ??= new Promise((resolve) => {
    if (!window.indexedDB) return resolve(null);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    // A browser that forbids storage still saves answers while the page is open.
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
  return opening;
}

// Calls `work` with every entry, oldest first, in one transaction. It changes entries in place,
// appends new ones, and sets `gone` on those to be removed.
export async function change(work) {
  const db = await database();
  if (!db) return changeMemory(work);
  try {
    return await changeStored(db, work);
  } catch {
    // The disk is full or storage was cleared: what is typed from now on is kept in the page.
    opening = Promise.resolve(null);
    return changeMemory(work);
  }
}

function changeStored(db, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    let result;
    store.getAll().onsuccess = (event) => {
      const entries = event.target.result;
      const before = new Map(entries.map((entry) => [entry.id, JSON.stringify(entry)]));
      result = work(entries);
      for (const entry of entries) {
        if (entry.gone) entry.id && store.delete(entry.id);
        else if (before.get(entry.id) !== JSON.stringify(entry)) store.put(entry);
      }
    };
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function changeMemory(work) {
  const result = work(memory);
  for (const entry of memory) entry.id ??= ++lastId;
  memory.splice(0, memory.length, ...memory.filter((entry) => !entry.gone));
  return result;
}
