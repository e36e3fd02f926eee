package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/record"
	"github.com/gherkind/gherkind/internal/starter"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
)

// minSettle is the minimum time without a change after which a state may be considered final.
const minSettle = time.Second

func newRecord() *cobra.Command {
	var o cluster.Options
	var namespace, out string
	var settle time.Duration
	c := &cobra.Command{
		Use:   "record --namespace NAMESPACE",
		Short: "Record what you do in a namespace with kubectl as a feature with manifests",
		Long: `record watches a namespace and prints each change that you make as a step: objects that
you apply, create, scale, restart, patch or delete, and images that you set. When nothing
has changed for --settle, it adds the resulting state as checks: what is ready, rolled out
or complete, or why it is not. Ctrl-C ends it and writes features/recorded.feature and
manifests/recorded/*.yaml to this folder or --out. It changes nothing in the cluster.

Objects that exist at the start become the first manifest. Values of Secrets are not
written. Commands in containers, logs and requests cannot be recorded, because they leave
no trace in the API. Cluster-scoped objects are not recorded.

It uses the cluster given by --kubeconfig or --context, otherwise gherkind's own cluster,
otherwise kubectl's current cluster.`,
		Example: `  gherkind record -n shop
  gherkind run features/recorded.feature`,
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case namespace == "":
				return &commandError{errors.New("specify the namespace to watch: gherkind record --namespace shop")}
			case settle < minSettle:
				return &commandError{fmt.Errorf("--settle %s is too short: at least %s", settle, minSettle)}
			}
			if err := unwritten(out); err != nil {
				return &commandError{err}
			}
			return recordInto(c, o, record.Options{Namespace: namespace, Settle: settle}, out)
		},
	}
	c.Flags().StringVarP(&namespace, "namespace", "n", "", "namespace to watch")
	c.Flags().StringVarP(&out, "out", "o", ".", "folder to write features and manifests to")
	c.Flags().DurationVar(&settle, "settle", 5*time.Second, "add checks when nothing has changed for this long")
	lookFlags(c.Flags(), &o)
	return c
}

// unwritten returns an error if the folder already has a recording: existing files are never changed.
func unwritten(dir string) error {
	for _, name := range []string{record.Feature, record.Manifests} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		switch _, err := os.Lstat(path); {
		case err == nil:
			return fmt.Errorf("%s already exists: rename the earlier recording, or choose another folder with --out", path)
		case !errors.Is(err, os.ErrNotExist):
			return err
		}
	}
	return nil
}

func recordInto(c *cobra.Command, at cluster.Options, o record.Options, dir string) error {
	connected, err := cluster.Connect(c.Context(), at)
	if err != nil {
		return err
	}
	if o.Speaker, err = speakerOf(speaking(c.Context()).Tag()); err != nil {
		return err
	}
	client, err := kube.New(connected.Config)
	if err != nil {
		return fmt.Errorf("make a client for cluster %s: %w", connected.Name, err)
	}
	begunOf(c.Context()).willChange() // the recording is written even if the reader of the output is gone
	out := people(c)
	o.Ready = func() {
		fmt.Fprintf(out, "recording namespace %s of cluster %s; Ctrl-C ends it and writes the files\n\n", o.Namespace, connected.Name)
	}
	o.Tell = func(line string) { fmt.Fprintln(here().writer(c.OutOrStdout()), "  "+line) } // a step or a manifest
	o.Note = func(format string, args ...any) { fmt.Fprintf(c.ErrOrStderr(), "note: "+format+"\n", args...) }
	session, err := record.Run(c.Context(), client, o)
	if session == nil {
		if errors.Is(err, record.ErrNoNamespace) {
			return &commandError{err}
		}
		return err
	}
	return errors.Join(err, writeRecording(out, session, dir))
}

// speakerOf returns what says steps in a language of the program.
func speakerOf(language string) (*bilingual.Speaker, error) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("build the step catalogue: %w", err)
	}
	return bilingual.In(catalogue, language)
}

// writeRecording writes the files of a recording, even if it ended with an error.
func writeRecording(out io.Writer, session *record.Session, dir string) error {
	files := session.Files()
	if len(files) == 0 {
		fmt.Fprintln(out, "\nnothing was recorded, so nothing is written")
		return nil
	}
	all := make([]starter.File, len(files))
	for i, f := range files {
		all[i] = starter.File{Name: f.Name, Data: f.Data}
	}
	written, err := starter.Write(dir, all)
	fmt.Fprintln(out)
	for _, name := range written.New {
		fmt.Fprintln(out, "wrote  "+filepath.Join(dir, filepath.FromSlash(name)))
	}
	if err != nil {
		return err
	}
	if len(written.Kept) > 0 {
		return fmt.Errorf("not written, because files with these names exist by now: %s", strings.Join(written.Kept, ", "))
	}
	if session.Secrets() {
		fmt.Fprintln(out, "\nThe values of Secrets were omitted: add those that the pods need to the manifests.")
	}
	fmt.Fprintf(out, "\nRun it in its own namespace:\n  %s\n", runRecorded(dir))
	return nil
}

// runRecorded returns the command that runs the recording.
func runRecorded(dir string) string {
	command := "gherkind run " + filepath.Join(dir, filepath.FromSlash(record.Feature))
	if _, err := os.Stat(filepath.Join(dir, project.FileName)); err == nil && dir == "." {
		return command
	}
	return command + " --manifests " + filepath.Join(dir, "manifests")
}
