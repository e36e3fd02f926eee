package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// run has the cost of a number of scenarios.
type run struct {
	Scenarios int     `json:"scenarios"`
	Wall      float64 `json:"wallSeconds"` // from the begin of the first scenario to the end of the last
	CPU       float64 `json:"cpuSeconds"`  // CPU time of gherkind
	Requests  int64   `json:"requests"`
	Peak      float64 `json:"peakMiB"` // largest resident set
	Live      float64 `json:"liveMiB"` // heap in use at the end, while the result is referenced
}

// measured is the raw data.
type measured struct {
	Nodes int   `json:"simulatedNodes"`
	Cores int   `json:"cores"`
	Runs  []run `json:"runs"`
}

func newMeasured() *measured { return &measured{Nodes: nodes, Cores: runtime.NumCPU()} }

// cost is a figure that may grow in proportion to the number of scenarios, but not faster.
type cost struct {
	name string
	of   func(run) float64
}

func costsThatGrow() []cost {
	return []cost{
		{"time", func(r run) float64 { return r.Wall }}, {"CPU time", func(r run) float64 { return r.CPU }},
		{"number of requests", func(r run) float64 { return float64(r.Requests) }}, {"memory", func(r run) float64 { return r.Peak }},
	}
}

// tolerance is the factor by which a figure may exceed proportional growth.
const tolerance = 1.2

// grows returns an error for figures that grow faster than the number of scenarios.
func (m *measured) grows() error {
	var faster []error
	for i := 1; i < len(m.Runs); i++ {
		less, more := m.Runs[i-1], m.Runs[i]
		times := float64(more.Scenarios) / float64(less.Scenarios)
		for _, c := range costsThatGrow() {
			if grown := c.of(more) / c.of(less); grown > times*tolerance {
				faster = append(faster, fmt.Errorf("from %d to %d scenarios, the %s grows by %.1f times", less.Scenarios, more.Scenarios, c.name, grown))
			}
		}
	}
	return errors.Join(faster...)
}

// growth says whether the figures grow in proportion to the number of scenarios.
func (m *measured) growth() string {
	if faster := m.grows(); faster != nil {
		return fmt.Sprintf("**Some figures grow faster than %.1f times the number of scenarios**: %s.", tolerance, strings.ReplaceAll(faster.Error(), "\n", "; "))
	}
	return fmt.Sprintf("No figure grows faster than %.1f times the number of scenarios.", tolerance)
}

func (m *measured) table() string {
	var b strings.Builder
	b.WriteString("| scenarios | s | s each | CPU, s | requests | requests each | peak, MiB | kept, MiB |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range m.Runs {
		n := float64(r.Scenarios)
		fmt.Fprintf(&b, "| %d | %.0f | %.3f | %.1f | %d | %.1f | %.0f | %.1f |\n", r.Scenarios, r.Wall, r.Wall/n, r.CPU, r.Requests, float64(r.Requests)/n, r.Peak, r.Live)
	}
	return b.String()
}

// write writes the raw data and the page into a folder.
func (m *measured) write(folder string) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	page := fmt.Sprintf(`# Thousands of scenarios

Written by %s. Scenarios on scheduling (zones, spreading, affinity, taints, priorities) run on a cluster with %d simulated
nodes, on %d cores, with the defaults of %s. Each has a namespace of its own and up to five pods. Each number of
scenarios is one run, in a process of its own; the seconds are those from the begin of its first scenario to the end of its
last. The raw data are in [simulated-nodes.json](simulated-nodes.json).

%s
%s

*Peak* is the largest resident set of the process, and *kept* is the heap that the result of the run refers to at the end.
`, "`make scale`", m.Nodes, m.Cores, "`gherkind run`", m.table(), m.growth())
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	for name, text := range map[string]string{"simulated-nodes.json": string(raw) + "\n", "simulated-nodes.md": page} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write the figures: %w", err)
		}
	}
	return nil
}
