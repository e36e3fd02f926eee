package cli

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The names of the program: the usual one, and that of the plugin, which kubectl runs for "kubectl gherkind".
const (
	usual   = "gherkind"
	plugin  = "kubectl-gherkind"
	kubectl = "kubectl"
)

// isPlugin reports whether the program was started under the name of the plugin.
func isPlugin(arg string) bool {
	return strings.TrimSuffix(filepath.Base(arg), ".exe") == plugin
}

// calledAs returns the command with which a shell in this folder finds the program. A binary built by `go run` is deleted
// afterwards, so its path cannot be used.
func calledAs(arg string) []string {
	name := usual
	if isPlugin(arg) {
		name = plugin
	}
	found, err := exec.LookPath(name)
	switch {
	case strings.Contains(arg, string(filepath.Separator)+"go-build"):
		return []string{usual}
	case strings.ContainsRune(arg, filepath.Separator) && (err != nil || !sameFile(found, arg)):
		return []string{arg}
	case name == usual:
		return []string{usual}
	}
	if _, err := exec.LookPath(kubectl); err != nil {
		return []string{plugin}
	}
	return []string{kubectl, usual}
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// wording replaces "gherkind VERB" with "kubectl gherkind VERB" in texts for people, if the program is a plugin.
type wording struct{ commands *regexp.Regexp } // nil if it is no plugin

// wordingOf returns the wording for the name under which the program was started.
func wordingOf(arg string, verbs []*cobra.Command) wording {
	if !isPlugin(arg) {
		return wording{}
	}
	names := []string{"--help", "help", "completion"}
	for _, verb := range verbs {
		if verb.Name() != "cluster" && verb.Name() != "lab" { // they need a subcommand, and "a gherkind cluster" is no command
			names = append(names, regexp.QuoteMeta(verb.Name()))
		}
		for _, sub := range verb.Commands() {
			names = append(names, regexp.QuoteMeta(verb.Name()+" "+sub.Name()))
		}
	}
	return wording{regexp.MustCompile(`(^|[^\w/.-]|\x1b\[[0-9;]*m)(?:` + kubectl + ` )?` + usual + ` (` + strings.Join(names, "|") + `)\b`)}
}

// here returns the wording for this process.
func here() wording {
	if !isPlugin(os.Args[0]) {
		return wording{}
	}
	return wordingOf(os.Args[0], newRoot().Commands())
}

func (w wording) of(text string) string {
	if w.commands == nil {
		return text
	}
	return w.commands.ReplaceAllString(text, "${1}"+kubectl+" "+usual+" ${2}")
}

// help replaces the commands in the help texts of a command and its subcommands.
func (w wording) help(c *cobra.Command) {
	if w.commands == nil {
		return
	}
	if !c.HasParent() {
		c.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: kubectl + " " + usual}
	}
	c.Short, c.Long, c.Example = w.of(c.Short), w.of(c.Long), w.of(c.Example)
	c.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = w.of(f.Usage) })
	for _, sub := range c.Commands() {
		w.help(sub)
	}
}

// writer replaces the commands in each text written to it.
func (w wording) writer(out io.Writer) io.Writer {
	if w.commands == nil {
		return out
	}
	return spoken{w, out}
}

type spoken struct {
	wording
	out io.Writer
}

func (s spoken) Write(text []byte) (int, error) {
	if _, err := io.WriteString(s.out, s.of(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}
