// What an action is compared with: a process that sends one request with Node's own fetch.
await fetch(process.env.INPUT_APIURL);
