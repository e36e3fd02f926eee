package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// dryRun prints what would be run on each version.
func dryRun(w io.Writer, opts scenarios.Options, versions []string) error {
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
			b.WriteString(plannedText(p))
		}
	}
	b.WriteString("nothing was run, and no cluster was asked\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("print what would be run: %w", err)
	}
	return nil
}

// plannedText is a heading with the cluster, and its scenarios below it.
func plannedText(p scenarios.Planned) string {
	var b strings.Builder
	line := func(indent int, format string, args ...any) {
		b.WriteString(strings.Repeat(" ", indent) + plaintext.Line(fmt.Sprintf(format, args...), maxPlanned) + "\n")
	}
	skipped := 0
	for _, s := range p.Scenarios {
		if s.Status == report.Skipped {
			skipped++
		}
	}
	head := fmt.Sprintf("%s on %s", words.Times("scenario", len(p.Scenarios)-skipped), plannedCluster(p))
	if skipped > 0 {
		head += fmt.Sprintf("; %d left out", skipped)
	}
	line(0, "%s", head)
	for _, s := range p.Scenarios {
		line(2, "%s  %s%s", s.Place(), s.Name, locksOf(s))
		if s.Status == report.Skipped {
			line(4, "left out: %s", s.Err)
		} else if why := p.Here[s.ID]; why != "" {
			line(4, "not in a pod, as %s", why)
		}
		for _, warning := range s.Warnings {
			line(4, "warning: line %d: %s", warning.Step.Line, warning.Text)
		}
	}
	b.WriteString("\n")
	return b.String()
}

const maxPlanned = 1000 // characters in a line

func plannedCluster(p scenarios.Planned) string {
	if p.Cluster.Foreign() {
		return "the cluster of " + cmp.Or(p.Cluster.Kubeconfig, "context "+p.Cluster.Context)
	}
	parts := []string{"cluster " + p.Cluster.UsedName()}
	if p.Version != "" {
		parts = append(parts, "Kubernetes "+p.Version)
	}
	if p.Cluster.Topology != "" {
		parts = append(parts, "topology "+p.Cluster.Topology)
	}
	if len(p.Cluster.AddOns) > 0 {
		parts = append(parts, "add-ons "+strings.Join(p.Cluster.AddOns, ", "))
	}
	if p.Simulated > 0 {
		parts = append(parts, fmt.Sprintf("%d simulated nodes", p.Simulated))
	}
	return strings.Join(parts, ", ")
}

// locksOf lists the tags that keep a scenario apart from others.
func locksOf(s *report.Scenario) string {
	own := tags.Locks(s.Tags)
	if len(own) == 0 {
		return ""
	}
	return "  (" + strings.Join(own, " ") + ")"
}
