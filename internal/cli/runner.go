package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/oncluster"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// newRunner is the command that the pods of gherkind run --on-cluster execute. It is not for users.
func newRunner() *cobra.Command {
	return &cobra.Command{
		Use:    oncluster.RunnerVerb,
		Short:  "Run scenarios in a pod that gherkind run --on-cluster has made",
		Hidden: true,
		Args:   usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			begunOf(c.Context()).willChange()
			return scenarios.RunInPod(c.Context(), version(), ownSteps(c.Context()), []report.Listener{&podLog{to: c.OutOrStdout()}}, os.Getenv)
		},
	}
}

// podLog writes the log of a pod. The results are in the reports of the command.
type podLog struct{ to io.Writer }

var _ report.Listener = (*podLog)(nil)

func (l *podLog) line(format string, args ...any) {
	fmt.Fprintln(l.to, plaintext.Line(fmt.Sprintf(format, args...), maxPlanned))
}

func (l *podLog) RunStarted(r *report.Run) {
	l.line("run %s on cluster %s, Kubernetes %s", r.ID, r.Cluster.Name, r.Cluster.Kubernetes)
}
func (l *podLog) ScenarioStarted(s *report.Scenario)          { l.line("begins: %s", s.Place()) }
func (l *podLog) StepStarted(*report.Scenario, *report.Step)  {}
func (l *podLog) StepFinished(*report.Scenario, *report.Step) {}
func (l *podLog) ScenarioFinished(s *report.Scenario)         { l.line("%s: %s", s.Outcome(), s.Place()) }
func (l *podLog) Note(text string)                            { l.line("%s", text) }

func (l *podLog) RunFinished(r *report.Run) error {
	if r.Err != "" {
		l.line("%s", r.Err)
	}
	return nil
}
