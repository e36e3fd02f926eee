package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/diagnose"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newExplain() *cobra.Command {
	var o cluster.Options
	var namespace string
	c := &cobra.Command{
		Use:   "explain KIND/NAME",
		Short: "Explain why an object is unhealthy (read-only)",
		Long: `explain says why a pod, workload, Service, PersistentVolumeClaim, node or other object is
unhealthy: the cause in one sentence with a stable code, the fields that it was read from,
and what to do. It reads the cluster once and changes nothing. For custom resources it
reads the conditions Ready and Available; for kinds that it does not know, it says so.

It uses the cluster given by --kubeconfig or --context, otherwise gherkind's own cluster,
otherwise kubectl's current cluster. It exits with 1 if something is wrong.`,
		Example: `  gherkind explain pod/web -n shop
  gherkind explain deployment/web --context staging`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			subject, err := diagnose.ParseSubject(args[0], namespace)
			if err != nil {
				return &commandError{err}
			}
			object, err := diagnose.Run(c.Context(), o, subject)
			var unknown *kube.UnknownKindError
			if errors.As(err, &unknown) {
				return &commandError{err}
			}
			if err != nil {
				return err
			}
			return printObject(c.OutOrStdout(), speaking(c.Context()), object)
		},
	}
	c.Flags().StringVarP(&namespace, "namespace", "n", "default", "namespace of the object")
	lookFlags(c.Flags(), &o)
	return c
}

// lookFlags registers the flags that select the cluster to inspect.
func lookFlags(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Kubeconfig, "kubeconfig", "", "use the cluster of this kubeconfig")
	flags.StringVar(&o.Context, "context", "", "use this context of the kubeconfig")
	flags.StringVar(&o.Name, "name", "", "name of gherkind's own cluster (default gherkind)")
}

// printObject prints the findings. If anything is wrong, it returns errFailed.
func printObject(out io.Writer, l *say.Language, object *diagnose.Object) error {
	name := say.Literal(object.Ref.String())
	if object.Ref.Namespace != "" {
		name = say.Textf("%s in namespace %s", name, object.Ref.Namespace)
	}
	switch {
	case !object.Exists && len(object.Findings) == 0:
		fmt.Fprintln(out, l.Sayf("%s does not exist", name))
	case object.Status != "":
		fmt.Fprintln(out, l.Sayf("%s is %s", name, object.Status))
	case len(object.Findings) == 0 && !object.Known:
		fmt.Fprintln(out, l.Sayf("%s exists; explain knows nothing about this kind", name))
	case len(object.Findings) == 0:
		fmt.Fprintln(out, l.Sayf("%s: nothing wrong was found", name))
	default:
		fmt.Fprintln(out, l.Text(name))
	}
	for _, finding := range object.Findings {
		f := explain.Failure{Code: finding.Code, Why: finding.Sentence, Said: finding.Said, Hint: finding.Hint, Advised: finding.Advised, Evidence: finding.Evidence}
		fmt.Fprintln(out, f.BlockIn(l, terminal.OptionsFor(os.Stdout, os.Getenv).Width))
	}
	for _, err := range object.Missing {
		fmt.Fprintln(out, l.Sayf("  note  %s", err))
	}
	if !object.Exists || len(object.Findings) > 0 {
		return errFailed
	}
	return nil
}
