import { chromium } from 'playwright-core';
const [url, person, width, ...paths] = process.argv.slice(2);
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']});
const c = await b.newContext({baseURL:url, locale:'en-GB'}); const p = await c.newPage();
p.on('console',m=>{ if(m.type()==='error') console.log('CONSOLE',m.text())});
if (person!=='-') { await p.goto('/sign-in'); await p.click(`button[name="person"][value="${person}"]`); await p.waitForURL(u=>u.pathname!=='/sign-in'); }
for (const path of paths) { const r = await p.goto(path); await p.setViewportSize({width:+width,height:900}); const h=await p.evaluate(()=>document.documentElement.scrollHeight); await p.setViewportSize({width:+width,height:Math.min(h,6000)}); const n='/tmp/shots/'+person+'-'+path.replace(/[^a-z0-9]+/gi,'_').slice(0,60)+'-'+width+'.png'; await p.screenshot({path:n}); console.log(r.status(), n, await p.title(), 'overflow', await p.evaluate(()=>document.documentElement.scrollWidth-window.innerWidth)); }
await b.close();
