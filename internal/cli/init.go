package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/starter"
)

func newInit() *cobra.Command {
	var ci []string
	var withGo bool
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a project: a feature that passes, " + project.FileName + ", CI workflows, editor settings",
		Long: `init writes the files of a new project to this folder or DIR: ` + project.FileName + `,
an example with its manifest, workflows for GitHub Actions and GitLab CI, and VS Code
settings. Without --ci, the workflows are for the service of the git repository's remote,
or for both.

Existing files are never changed. If there already is a project file or a feature, no
example is written.`,
		Example: `  gherkind init
  gherkind init shop --go
  gherkind init --ci none`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return begin(people(c), dir, ci, starter.Options{Go: withGo, Language: speaking(c.Context()).Tag()})
		},
	}
	c.Flags().StringSliceVar(&ci, "ci", nil, "write workflows for these services: github, gitlab, or none")
	c.Flags().BoolVar(&withGo, "go", false, "also write a Go test that runs the features")
	return c
}

// begin writes the files of a project, and prints the next steps.
func begin(out io.Writer, dir string, ci []string, o starter.Options) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return &commandError{fmt.Errorf("%s is a file: name a folder, which need not exist yet", dir)}
	}
	o, err := beginning(dir, ci, o)
	if err != nil {
		return err
	}
	files, err := starter.Files(o)
	if err != nil {
		return err
	}
	written, err := starter.Write(dir, files)
	for _, name := range written.New {
		fmt.Fprintln(out, "wrote  "+name)
	}
	for _, name := range written.Kept {
		fmt.Fprintln(out, "kept   "+name+", which already exists")
	}
	if err != nil {
		return err
	}
	return next(out, dir, o, written)
}

// beginning adds the initial content of the project to its options.
func beginning(dir string, ci []string, o starter.Options) (starter.Options, error) {
	o.Version = published(version())
	var err error
	if o.Schema, err = project.Schema(); err != nil {
		return o, fmt.Errorf("make the schema: %w", err)
	}
	begun, err := starter.Begun(dir)
	if err != nil {
		return o, err
	}
	o.Example = !begun
	o.CI, err = services(dir, ci)
	return o, err
}

// services returns the CI services that the flag names, or else those of the repository.
func services(dir string, named []string) ([]starter.CI, error) {
	if len(named) == 0 {
		return starter.ServicesOf(dir)
	}
	if slices.Equal(named, []string{"none"}) {
		return nil, nil
	}
	var all []starter.CI
	for _, name := range named {
		ci := starter.CI(name)
		if ci != starter.GitHub && ci != starter.GitLab {
			return nil, &commandError{fmt.Errorf("--ci %s: it is github, gitlab or none", name)}
		}
		if !slices.Contains(all, ci) {
			all = append(all, ci)
		}
	}
	return all, nil
}

// installable matches versions that `go install` accepts, which excludes builds with local changes.
var installable = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func published(version string) string {
	if installable.MatchString(version) {
		return version
	}
	return "latest"
}

// next prints the next steps.
func next(out io.Writer, dir string, o starter.Options, written starter.Written) error {
	fmt.Fprint(out, "\nnext:\n")
	if dir != "." {
		fmt.Fprintln(out, "  cd "+plaintext.ShellLine(dir))
	}
	fmt.Fprint(out, "  gherkind lint      find mistakes, without a cluster\n"+
		"  gherkind run       run the features; gherkind doctor prints what this machine lacks for it\n"+
		"  gherkind steps     all steps that a scenario may use\n")
	if o.Go {
		fmt.Fprintln(out, "  go get github.com/gherkind/gherkind@"+o.Version+" && go test ./e2e      (without a go.mod, go mod init NAME first)")
	}
	if err := advise(out, dir, written.Kept); err != nil {
		return err
	}
	if slices.ContainsFunc(written.New, func(name string) bool { return strings.HasPrefix(name, ".vscode/") }) {
		fmt.Fprintln(out, "  VS Code completes gherkind.yaml with the extension redhat.vscode-yaml, and features with gherkind's: docs/editors.md")
	}
	return nil
}

// advise prints what to add to existing files.
func advise(out io.Writer, dir string, kept []string) error {
	for _, one := range []struct{ name, text, advice string }{
		{".gitlab-ci.yml", "gherkind", "add a job to .gitlab-ci.yml: docs/reports.md of gherkind has one"},
		{".gitignore", ".gherkind", "echo .gherkind/ >> .gitignore      it will contain recordings of failures, and credentials for the cluster"},
	} {
		if !slices.Contains(kept, one.name) {
			continue
		}
		there, err := starter.Mentions(dir, one.name, one.text)
		if err != nil {
			return err
		}
		if !there {
			fmt.Fprintln(out, "  "+one.advice)
		}
	}
	return nil
}
