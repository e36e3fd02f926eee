package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// repeated are the flags of run that say where and how scenarios are run.
var repeated = []string{
	"kubeconfig", "context", "allow-node-changes", "allow-commands", "allow-changes", "name", "topology", "checkout", "images", "registry", "node-image",
	"tags", "retry", "flaky", "patient", "profile", "step-timeout", "action-timeout", "scenario-timeout", "manifests", "value", "ask-from",
	"allow-setup-changes", "allow-setup-in", "setup-name", languageFlag,
}

// again returns the beginning of the command that runs a scenario of this run again from the same folder: the program as it was
// called, and the flags that say where and how scenarios are run. Flags for reports and for what is kept are not repeated, and
// of several versions only the one of the scenario.
func again(program []string, flags *pflag.FlagSet, kubernetes string) []string {
	words := append(slices.Clip(program), "run")
	for _, name := range repeated {
		f := flags.Lookup(name)
		if f == nil || !f.Changed {
			continue
		}
		if list, is := f.Value.(pflag.SliceValue); is {
			for _, value := range list.GetSlice() {
				words = append(words, "--"+name+"="+value)
			}
			continue
		}
		switch {
		case f.Value.Type() == "bool":
			if f.Value.String() == "true" {
				words = append(words, "--"+name)
			}
		case strings.HasPrefix(f.Value.String(), "-"):
			words = append(words, "--"+name+"="+f.Value.String())
		default:
			words = append(words, "--"+name, f.Value.String())
		}
	}
	if kubernetes != "" {
		words = append(words, "--kubernetes", kubernetes)
	}
	return words
}
