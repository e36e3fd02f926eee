package main

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
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newExplain() *cobra.Command {
	var o cluster.Options
	var namespace string
	c := &cobra.Command{
		Use:   "explain KIND/NAME",
		Short: "Explain why an object is unhealthy (read-only)",
		Long: `explain says why a pod, a workload, a service, a claim, a node or another object is
not as it should be: the cause in one sentence with a stable code, what it was read
from, and what to do. It looks once, and changes nothing. Of a custom resource it
reads the conditions Ready and Available; what it knows nothing about it says so.

It talks to the cluster of --kubeconfig or --context, else to gherkind's own,
else to the one that kubectl talks to. It exits with 1 when something is wrong.`,
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
			return printObject(c.OutOrStdout(), object)
		},
	}
	c.Flags().StringVarP(&namespace, "namespace", "n", "default", "namespace of the object")
	lookFlags(c.Flags(), &o)
	return c
}

// lookFlags are the ways to say which cluster is looked at.
func lookFlags(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Kubeconfig, "kubeconfig", "", "look at the cluster of this kubeconfig")
	flags.StringVar(&o.Context, "context", "", "use this context of the kubeconfig")
	flags.StringVar(&o.Name, "name", "", "name of gherkind's own cluster (default gherkind)")
}

// printObject prints what was found. Something wrong is errFailed.
func printObject(out io.Writer, object *diagnose.Object) error {
	place := ""
	if object.Ref.Namespace != "" {
		place = " in namespace " + object.Ref.Namespace
	}
	switch {
	case !object.Exists && len(object.Findings) == 0:
		fmt.Fprintf(out, "%s%s does not exist\n", object.Ref, place)
	case object.Status != "":
		fmt.Fprintf(out, "%s%s is %s\n", object.Ref, place, object.Status)
	case len(object.Findings) == 0 && !object.Known:
		fmt.Fprintf(out, "%s%s exists; explain knows nothing about this kind\n", object.Ref, place)
	case len(object.Findings) == 0:
		fmt.Fprintf(out, "%s%s: nothing wrong was found\n", object.Ref, place)
	default:
		fmt.Fprintf(out, "%s%s\n", object.Ref, place)
	}
	for _, finding := range object.Findings {
		f := explain.Failure{Code: finding.Code, Why: finding.Sentence, Hint: finding.Hint, Evidence: finding.Evidence}
		fmt.Fprintln(out, f.Block(terminal.OptionsFor(os.Stdout, os.Getenv).Width))
	}
	for _, err := range object.Missing {
		fmt.Fprintf(out, "  note  %v\n", err)
	}
	if !object.Exists || len(object.Findings) > 0 {
		return errFailed
	}
	return nil
}
