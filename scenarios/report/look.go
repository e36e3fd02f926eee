package report

import (
	"maps"
	"slices"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// LookCommands returns shell commands that show the contents of the scenario's namespaces, one for each.
func (s *Scenario) LookCommands() []string {
	var commands []string
	for _, name := range s.namespaceNames() {
		commands = append(commands, s.command("-n", name, "get", "all,events"))
	}
	return commands
}

// RemoveCommand returns the command that deletes the namespaces; it is empty if there are none.
func (s *Scenario) RemoveCommand() string {
	names := s.namespaceNames()
	if len(names) == 0 {
		return ""
	}
	return s.command(append([]string{"delete", "namespace"}, names...)...)
}

func (s *Scenario) namespaceNames() []string {
	return slices.Sorted(maps.Values(s.Namespaces))
}

func (s *Scenario) command(args ...string) string {
	words := s.Kubectl
	if len(words) == 0 {
		words = []string{"kubectl"}
	}
	return plaintext.ShellLine(slices.Concat(words, args)...)
}
