package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// write writes the raw data, the page and the picture into a folder.
func (m *measured) write(folder string) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	for name, text := range map[string]string{file: string(raw) + "\n", "twenty-tests.md": m.page(), "twenty-tests.svg": m.picture()} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write the figures: %w", err)
		}
	}
	return nil
}

func (m *measured) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# %d tests, side by side

Written by %s. Each test creates a namespace and a pod, waits until it is ready, and removes both.
%s is the limit of the cluster: one command for all pods, in one namespace. Each tool ran with its defaults, peers with
%s tests at a time; the figures are medians of %d rounds in which the tools took turns, on %d cores and a cluster of %d nodes,
Kubernetes %s. The raw data are in [%s](%s).

![%d tests, side by side](twenty-tests.svg)

`, m.Tests, "`make bench`", "`kubectl apply`", atOnce, m.rounds(), m.Cores, m.Nodes, m.Kubernetes, file, file, m.Tests)
	b.WriteString(m.table())
	b.WriteString("\n| gherkind, compared with `kubectl apply` | |\n|---|---|\n")
	for _, r := range ratios() {
		fmt.Fprintf(&b, "| %s | %.2f times |\n", r.name, m.value(r))
	}
	fmt.Fprintf(&b, "\n`make bench` fails when one of them is more than %.0f %% worse than here, on as many cores.\n", (tolerance-1)*100)
	return b.String()
}

func (m *measured) rounds() (last int) {
	for _, r := range m.Runs {
		last = max(last, r.Round)
	}
	return last
}

// table returns a table with a line for each tool.
func (m *measured) table() string {
	var b strings.Builder
	b.WriteString("| | last verdict, s | to the end, s | CPU, s | memory, MiB |\n|---|---|---|---|---|\n")
	for _, tool := range m.tools() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", tool, figure(m.median(tool, verdicts), 1), figure(m.median(tool, wall), 1),
			figure(m.median(tool, cpu), 1), figure(m.median(tool, peakOf), 0))
	}
	return b.String()
}

// figure formats a number; unknown ones as a dash.
func figure(value float64, digits int) string {
	if value == 0 {
		return "–"
	}
	return fmt.Sprintf("%.*f", digits, value)
}
