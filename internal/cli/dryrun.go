package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// dryRun prints what would be run on each version, in the language. Names of scenarios are not translated.
func dryRun(l *say.Language, w io.Writer, opts scenarios.Options, versions []string) error {
	if len(versions) == 0 {
		versions = []string{opts.Cluster.Kubernetes}
	}
	var b strings.Builder
	for _, version := range versions {
		opts.Cluster.Kubernetes = version
		planned, err := scenarios.DryRun(opts)
		if err != nil {
			return orNothing(w, err)
		}
		for _, p := range planned {
			b.WriteString(plannedText(l, p))
		}
	}
	b.WriteString(l.Sayf("nothing was run, and no cluster was asked") + "\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("print what would be run: %w", err)
	}
	return nil
}

// plannedText returns a heading with the cluster, and the scenarios below it.
func plannedText(l *say.Language, p scenarios.Planned) string {
	var b strings.Builder
	line := func(indent int, text string) {
		b.WriteString(strings.Repeat(" ", indent) + plaintext.Line(text, maxPlanned) + "\n")
	}
	skipped := 0
	for _, s := range p.Scenarios {
		if s.Status == report.Skipped {
			skipped++
		}
	}
	head := l.Sayf("%s on %s", say.Times("scenario", len(p.Scenarios)-skipped), plannedCluster(l, p))
	if skipped > 0 {
		head += l.Sayf("; %d left out", skipped)
	}
	line(0, head)
	for _, s := range p.Scenarios {
		line(2, s.Place()+"  "+s.Name+locksOf(s))
		if s.Status == report.Skipped {
			line(4, l.Sayf("left out: %s", l.Retell(s.Err)))
		} else if why := p.Here[s.ID]; why != "" {
			line(4, l.Sayf("not in a pod, as %s", l.Retell(why)))
		}
		for _, warning := range s.Warnings {
			line(4, l.Sayf("warning: line %d: %s", warning.Step.Line, l.Retell(warning.Text)))
		}
	}
	b.WriteString("\n")
	return b.String()
}

const maxPlanned = 1000 // characters per line

func plannedCluster(l *say.Language, p scenarios.Planned) string {
	if p.Cluster.Foreign() {
		return l.Sayf("the cluster of %s", cmp.Or(p.Cluster.Kubeconfig, l.Sayf("context %s", p.Cluster.Context)))
	}
	parts := []string{l.Sayf("cluster %s", p.Cluster.UsedName())}
	if p.Version != "" {
		parts = append(parts, "Kubernetes "+p.Version)
	}
	if p.Cluster.Topology != "" {
		parts = append(parts, l.Sayf("topology %s", p.Cluster.Topology))
	}
	if len(p.Cluster.AddOns) > 0 {
		parts = append(parts, l.Sayf("add-ons %s", strings.Join(p.Cluster.AddOns, ", ")))
	}
	if p.Simulated > 0 {
		parts = append(parts, l.Sayf("%d simulated nodes", p.Simulated))
	}
	return strings.Join(parts, l.Word(", "))
}

// locksOf returns the tags that prevent a scenario from running in parallel with others.
func locksOf(s *report.Scenario) string {
	own := tags.Locks(s.Tags)
	if len(own) == 0 {
		return ""
	}
	return "  (" + strings.Join(own, " ") + ")"
}
