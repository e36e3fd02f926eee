// Reads a report with the tools it is made for: node read.mjs FORMAT FILE.
// Prints one JSON object of what they say.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const require = createRequire(import.meta.url)
const [format, file] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')

// validate lists what a JSON schema has against the values.
async function validate(ajv, schema, values) {
  require('ajv-formats')(ajv)
  const check = ajv.compile(schema)
  return values.flatMap((value, i) => (check(value) ? [] : [{ number: i + 1, errors: check.errors }]))
}

const readers = {
  async ctrf() {
    const Ajv = require('ajv').default
    const schema = join(dirname(require.resolve('ctrf')), 'ctrf-schema-0.0.json')
    return { invalid: await validate(new Ajv({ strict: false }), JSON.parse(readFileSync(schema, 'utf8')), [JSON.parse(text)]) }
  },

  async tap() {
    const { Parser } = await import('tap-parser')
    const parser = new Parser({ strict: true })
    const diags = []
    parser.on('assert', (point) => diags.push(point.diag ?? null))
    return new Promise((done) => {
      parser.on('complete', (r) => done({ ...r, diags, failures: r.failures.map((f) => f.tapError ?? '').filter(Boolean) }))
      parser.end(text)
    })
  },

  async messages() {
    const Ajv = require('ajv/dist/2020').default
    const schema = JSON.parse(readFileSync(require.resolve('@cucumber/messages/schema'), 'utf8'))
    const envelopes = text.trim().split('\n').map((line) => JSON.parse(line))
    const invalid = await validate(new Ajv({ strict: false }), schema, envelopes)
    const html = await render(envelopes)
    return { invalid, html, ...(await open(html)) }
  },
}

// render makes the page that Cucumber's HTML formatter makes.
async function render(envelopes) {
  const { default: HtmlStream } = await import('@cucumber/html-formatter')
  let html = ''
  await pipeline(Readable.from(envelopes), new HtmlStream(), new Writable({ write(chunk, _, next) { html += chunk; next() } }))
  return html
}

// open shows the page in a browser without a screen, which runs its scripts and loads nothing.
async function open(html) {
  const { JSDOM, VirtualConsole } = require('jsdom')
  const errors = []
  const virtualConsole = new VirtualConsole()
  virtualConsole.on('jsdomError', (e) => errors.push(String(e)))
  const { window } = new JSDOM(html, { runScripts: 'dangerously', pretendToBeVisual: true, virtualConsole, url: 'http://localhost/' })
  const content = window.document.getElementById('content')
  // The page comes in pieces: it is there when nothing has been added for a second.
  for (let last = '', same = 0, i = 0; same < 4 && i < 120; i++) {
    await new Promise((next) => setTimeout(next, 250))
    same = content.textContent === last && last.includes('Scenarios') ? same + 1 : 0
    last = content.textContent
  }
  const shown = content.textContent
  const scripts = content.querySelectorAll('script').length
  window.close()
  return { shown, scripts, errors }
}

process.stdout.write(JSON.stringify(await readers[format]()))
