package report

import (
	"maps"
	"slices"
)

// LookCommands show what is in the scenario's namespaces: a command for each, fit for a shell.
func (s *Scenario) LookCommands() []string {
	var commands []string
	for _, name := range s.namespaceNames() {
		commands = append(commands, s.command("-n", name, "get", "all,events"))
	}
	return commands
}

// RemoveCommand removes them; it is empty when there are none.
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
	return ShellLine(slices.Concat(words, args)...)
}

// keptLines say how to look at what was kept and how to remove it. A command stays on one line,
// however long, so that it can be copied.
func keptLines(s *Scenario) []string {
	if !s.Kept {
		return nil
	}
	var lines []string
	for _, command := range s.LookCommands() {
		lines = append(lines, label("kept", command, 0)...)
	}
	return append(lines, label("drop", s.RemoveCommand(), 0)...)
}
