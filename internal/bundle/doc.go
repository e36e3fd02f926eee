// Package bundle writes and reads the recording of a failed scenario: a gzipped
// tar file, which `tar xzf` extracts. docs/replay.md lists its entries.
//
// It contains files for people (timeline.txt, events.txt, objects.yaml, logs/) and
// files for a replay (manifest.json, steps.json, timeline.jsonl, answers.jsonl,
// kinds.json, files/).
package bundle
