package table

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// PutVersions writes a Markdown page with a row for each scenario and a column for each version of Kubernetes.
func PutVersions(path string, runs []report.VersionRun) error {
	return show.Put(path, versionsOf(runs, filepath.ToSlash(filepath.Dir(path))), true)
}

func versionsOf(runs []report.VersionRun, folder string) []byte {
	var b bytes.Buffer
	b.WriteString("# Behaviour on each version of Kubernetes\n\nWritten by `make versions`; edits are lost.\n\n")
	head, rule := "| behaviour | scenario |", "|---|---|"
	for _, v := range runs {
		head += " " + cell(v.Kubernetes) + " |"
		rule += "---|"
		b.WriteString("- " + versionLine(v) + "\n")
	}
	b.WriteString("\n" + head + "\n" + rule + "\n")
	for _, on := range report.ByScenario(runs) {
		b.WriteString(versionRow(on, folder))
	}
	return b.Bytes()
}

// versionLine says when and where the scenarios ran on a version, and the counts.
func versionLine(v report.VersionRun) string {
	text := cell(v.Kubernetes)
	if v.Run != nil {
		text += fmt.Sprintf(": Kubernetes %s with %d nodes, %s: %s", cell(v.Run.Cluster.Kubernetes), len(v.Run.Cluster.Nodes),
			v.Run.Started.UTC().Format("2006-01-02"), v.Run.Counts())
	}
	if v.Err != nil {
		text += ": " + cell(v.Err.Error())
	}
	return text
}

// versionRow returns the row of a scenario.
func versionRow(on []*report.Scenario, folder string) string {
	var row strings.Builder
	for _, s := range on {
		if s != nil {
			fmt.Fprintf(&row, "| %s | [%s](%s#L%d) |", cell(s.Feature), cell(s.Name), relative(s.URI, folder), s.Line)
			break
		}
	}
	for _, s := range on {
		word := ""
		if s != nil {
			word = s.Outcome().Look().Word
			if !s.Outcome().Passed() && s.Code() != "" {
				word += " (" + cell(s.Code()) + ")"
			}
		}
		row.WriteString(" " + word + " |")
	}
	return row.String() + "\n"
}
