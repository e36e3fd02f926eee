// Package bundle is the file that keeps a failed scenario: a gzipped tar, so
// that `tar xzf` opens it. docs/replay.md lists its entries.
//
// What a person reads (timeline.txt, events.txt, objects.yaml, logs/) and what
// a replay needs (manifest.json, steps.json, timeline.jsonl, answers.jsonl,
// kinds.json, files/) stand side by side in it.
package bundle
