package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/gherkind/gherkind/internal/suite/command"
)

// run is one run of one tool, in seconds and MiB.
type run struct {
	Tool     string  `json:"tool"`
	Round    int     `json:"round"`
	Verdicts float64 `json:"verdictsSeconds,omitempty"` // from the start until the last pod was found ready, if known
	Wall     float64 `json:"wallSeconds"`               // from the start to the end, when all namespaces are deleted
	CPU      float64 `json:"cpuSeconds"`
	Peak     float64 `json:"peakMiB,omitempty"`
}

// add adds the CPU time and memory of a program that has ended.
func (r *run) add(ended *os.ProcessState) {
	r.CPU += (ended.UserTime() + ended.SystemTime()).Seconds()
	r.Peak = max(r.Peak, command.PeakMemory(ended))
}

// measured is the raw data.
type measured struct {
	Tests      int    `json:"tests"`
	Cores      int    `json:"cores"`
	Nodes      int    `json:"nodes"`
	Kubernetes string `json:"kubernetes"`
	Runs       []run  `json:"runs"`
}

func newMeasured(kubernetes string, nodes int) *measured {
	return &measured{Tests: tests, Cores: runtime.NumCPU(), Nodes: nodes, Kubernetes: kubernetes}
}

// file is the name of the file with the raw data.
const file = "twenty-tests.json"

// read returns the data in a folder; nil if there is none.
func read(folder string) (*measured, error) {
	text, err := os.ReadFile(filepath.Join(folder, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the committed figures: %w", err)
	}
	var m measured
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("read the committed figures, %s: %w", filepath.Join(folder, file), err)
	}
	return &m, nil
}

// tools returns the measured tools, in order.
func (m *measured) tools() []string {
	var names []string
	for _, r := range m.Runs {
		if !slices.Contains(names, r.Tool) {
			names = append(names, r.Tool)
		}
	}
	return names
}

// median returns the median of a figure over the runs of a tool; 0 if there are none.
func (m *measured) median(tool string, of func(run) float64) float64 {
	var values []float64
	for _, r := range m.Runs {
		if r.Tool == tool {
			values = append(values, of(r))
		}
	}
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func wall(r run) float64     { return r.Wall }
func verdicts(r run) float64 { return r.Verdicts }
func cpu(r run) float64      { return r.CPU }
func peakOf(r run) float64   { return r.Peak }

// ratio compares gherkind with the limit, both measured in this run.
type ratio struct {
	name string
	of   func(run) float64
}

func ratios() []ratio {
	return []ratio{{"time to the last verdict", verdicts}, {"time to the end", wall}}
}

// value returns 0 if the ratio was not measured.
func (m *measured) value(r ratio) float64 {
	of := m.median(limit, r.of)
	if of == 0 {
		return 0
	}
	return m.median(gherkind, r.of) / of
}

// tolerance is the factor by which a ratio may be worse than the committed one.
const tolerance = 1.15

// worseThan returns an error for ratios that have become worse. Ratios for different numbers of cores cannot be compared, because
// the limit is different.
func (m *measured) worseThan(before *measured) error {
	if before == nil {
		return nil
	}
	if before.Cores != m.Cores || before.Nodes != m.Nodes || before.Tests != m.Tests {
		fmt.Printf("not compared with the committed figures: they are of %d cores, %d nodes and %d tests\n", before.Cores, before.Nodes, before.Tests)
		return nil
	}
	var worse []error
	for _, r := range ratios() {
		was, is := before.value(r), m.value(r)
		if was > 0 && is > was*tolerance {
			worse = append(worse, fmt.Errorf("the %s is %.2f times that of %s, and was %.2f times: more than %.0f %% worse", r.name, is, limit, was, (tolerance-1)*100))
		}
	}
	return errors.Join(worse...)
}
