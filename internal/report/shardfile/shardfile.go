// Package shardfile writes and reads the complete result of a run, from which `gherkind report merge` can write any report.
package shardfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

const (
	format  = "gherkind-shard"
	version = 1 // increases when older versions of gherkind cannot read the file

	// most is the maximum size of a file, in bytes.
	most = 1 << 30
)

// File is the content of a file.
type File struct {
	Complete bool // whether the run finished
	Run      *report.Run
}

type document struct {
	Format   string      `json:"format"`
	Version  int         `json:"version"`
	Complete bool        `json:"complete"`
	Run      *report.Run `json:"run"`
}

// New returns the listener that writes the file. Like any report, it is rewritten after each scenario.
func New(path string) report.Listener {
	return &show.File[*report.Scenario]{Format: "shard", Path: path, Part: part, Whole: whole}
}

func part(e show.Entry) *report.Scenario { return bounded(e.Scenario) }

func whole(now show.Snapshot[*report.Scenario]) ([]byte, error) {
	run := *now.Run
	run.Scenarios = now.Parts
	return written(&run, now.Finished)
}

func written(run *report.Run, finished bool) ([]byte, error) {
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(document{format, version, finished, run}); err != nil {
		return nil, err
	}
	return harmless(out.Bytes()), nil
}

// Marshal returns the file of a finished run.
func Marshal(r *report.Run) ([]byte, error) {
	run := *r
	run.Scenarios = make([]*report.Scenario, 0, len(r.Scenarios))
	for _, s := range r.Scenarios {
		run.Scenarios = append(run.Scenarios, bounded(s))
	}
	return written(&run, true)
}

// Unmarshal parses what Marshal has returned.
func Unmarshal(data []byte) (*report.Run, error) {
	f, err := read("the result", bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return f.Run, nil
}

// harmless escapes characters that terminals interpret, so that the file can be printed. The encoder only escapes those below
// U+0020.
func harmless(text []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(text) {
		if r >= 0x7f && r <= 0x9f || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&out, "\\u%04x", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}

// Read reads a file.
func Read(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read a shard: %w", err)
	}
	defer f.Close()
	return read(path, f)
}

func read(path string, from io.Reader) (*File, error) {
	var doc document
	err := json.NewDecoder(io.LimitReader(from, most)).Decode(&doc)
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s is empty", path)
	case doc.Format == format && doc.Version > version:
		return nil, fmt.Errorf("%s was written by a newer gherkind: merge shards with the same one", path)
	case err != nil, doc.Format != format, doc.Version < 1, doc.Run == nil, hollow(doc.Run):
		return nil, fmt.Errorf("%s is not a shard report; use files written by gherkind run --report shard:FILE", path)
	}
	for _, s := range doc.Run.Scenarios {
		for _, attempt := range s.Attempts() {
			relink(attempt)
		}
	}
	return &File{doc.Complete, doc.Run}, nil
}

// relink restores the pointers from warnings to steps, which are identified by their lines.
func relink(s *report.Scenario) {
	for i, warning := range s.Warnings {
		if warning.Step == nil {
			continue
		}
		for _, step := range s.Steps {
			if step.Line == warning.Step.Line {
				s.Warnings[i].Step = step
			}
		}
	}
}

// hollow reports whether a run has parts that no run writes.
func hollow(r *report.Run) bool {
	for _, s := range r.Scenarios {
		if s == nil {
			return true
		}
		for _, attempt := range s.Attempts() {
			if attempt == nil {
				return true
			}
			for _, step := range attempt.Steps {
				if step == nil {
					return true
				}
			}
		}
	}
	return false
}
