package shard

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
)

// maxTimes is the maximum size of a report with times, in bytes.
const maxTimes = 256 << 20

// Times has the durations of scenarios in an earlier run.
type Times struct {
	// Print is a fingerprint of the report.
	Print string
	of    map[scenario]time.Duration
}

type scenario struct{ file, name string }

// ReadTimes reads the times from a JSON report (--report json:FILE).
func ReadTimes(path string) (*Times, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read how long scenarios took: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxTimes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read how long scenarios took from %s: %w", path, err)
	case len(data) > maxTimes:
		return nil, fmt.Errorf("%s has more than %d MB, which no report of a run has", path, maxTimes>>20)
	}
	var report struct {
		Format    string
		Scenarios []struct {
			Name, File string
			Seconds    float64
		}
	}
	if err := json.Unmarshal(data, &report); err != nil || report.Format != "gherkind" {
		return nil, fmt.Errorf("%s is no JSON report of gherkind: give the file that an earlier run has written with --report json:FILE", path)
	}
	t := &Times{Print: fmt.Sprintf("%x", sha256.Sum256(data)), of: map[scenario]time.Duration{}}
	for _, s := range report.Scenarios {
		t.of[scenario{s.File, s.Name}] = time.Duration(s.Seconds * float64(time.Second))
	}
	return t, nil
}

// Of returns the duration of the scenario of a file; 0 if unknown.
func (t *Times) Of(file, name string) time.Duration {
	if t == nil {
		return 0
	}
	return t.of[scenario{file, name}]
}
