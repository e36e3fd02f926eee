package translate

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/shlex"
)

// command adds a command that the test runs on the user's machine, or lists it. with names a field that changes its meaning; "" if
// there is none. step returns the step for a command line.
func (c *Case) command(at place, dir, line, with string, step func(line string)) {
	line = strings.TrimSpace(line)
	first, _, more := strings.Cut(line, "\n")
	switch {
	case more:
		c.skipCommand(at, first+" …")
	case with != "":
		c.skipCommand(at, first+" ("+with+")")
	case line == "":
		c.skip(at, "a command", "it is empty")
	case strings.Contains(line, "$(value:") || strings.Contains(line, ownNamespace):
		c.skipCommand(at, first)
	default:
		c.Commands++
		step(c.inFolder(dir, line))
	}
}

func (c *Case) skipCommand(at place, line string) {
	c.skip(at, "the command "+line, "search for a step that does the same (gherkind steps "+subject(line)+"), or run it with `the command … is run on this machine`")
}

// runs adds the step that runs a command once.
func (c *Case) runs(line string) { c.act("the command "+quoted(line)+" is run on this machine", "") }

var partOfWord = regexp.MustCompile(`[^A-Za-z0-9_./~-]+`)

// inFolder lets a command that names a file of its test run in the folder of the test, as the tools do; gherkind runs commands in
// its own working folder.
func (c *Case) inFolder(dir, line string) string {
	for _, part := range partOfWord.Split(line, -1) {
		part = strings.TrimPrefix(part, "-f")
		if part == "" || part == "/" || filepath.IsAbs(part) {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, part)); err == nil || strings.HasPrefix(part, "./") || strings.HasPrefix(part, "../") {
			return "cd " + shellWord(c.folder) + " && " + line
		}
	}
	return line
}

var (
	plainWord   = regexp.MustCompile(`^([A-Za-z0-9_@%+=:,./-]|\$NAMESPACE\b)+$`)
	ownVariable = regexp.MustCompile(`\$(NAMESPACE\b|\{NAMESPACE\})`)
)

// shellLine writes the words of a command, which the tools do not give to a shell, as a line for one. Of variables it knows only
// NAMESPACE; ok is false if there is another one.
func shellLine(words []string) (line string, ok bool) {
	var all []string
	for _, word := range words {
		if strings.Contains(ownVariable.ReplaceAllString(word, ""), "$") {
			return "", false
		}
		all = append(all, shellWord(ownVariable.ReplaceAllString(word, "$$NAMESPACE")))
	}
	return strings.Join(all, " "), true
}

func shellWord(word string) string {
	switch {
	case plainWord.MatchString(word):
		return word
	case ownVariable.MatchString(word):
		word = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`").Replace(word)
		return `"` + ownVariable.ReplaceAllString(word, "$${NAMESPACE}") + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// chainsawCommand adds a command or a script.
func (c *Case) chainsawCommand(dir string, what string, o object) {
	with := ""
	for _, key := range []string{"check", "env", "outputs", "bindings", "shell", "shellArgs", "workDir"} {
		if node := o.field(key); node != nil && with == "" && node.Value != "sh" {
			with = key
		}
	}
	line := o.text("content")
	if what == "command" {
		var ok bool
		words := append([]string{o.text("entrypoint")}, values(o.children("args"))...)
		if line, ok = shellLine(words); !ok {
			line, with = strings.Join(words, " "), "a variable"
		}
	}
	if with != "" {
		o.whole()
	}
	o.ignore("skipLogOutput", "skipCommandOutput")
	c.command(o.at, dir, line, with, c.runs)
}

// kuttlCommand adds a command of a TestStep, or of a TestAssert.
func (c *Case) kuttlCommand(dir string, o object, step func(line string)) {
	with := ""
	if o.text("ignoreFailure") == "true" {
		with = "ignoreFailure"
	}
	o.ignore("skipLogOutput", "background") // a step runs all commands in the foreground
	line := o.text("script")
	if text := o.text("command"); text != "" {
		words, err := shlex.Split(text)
		if err == nil && o.text("namespaced") == "true" && !slices.ContainsFunc(words, hasNamespace) {
			words = append(words, "--namespace", "$NAMESPACE")
		}
		var ok bool
		if line, ok = shellLine(words); !ok || err != nil || strings.Contains(text, "\n") {
			line, with = text, "a variable"
		}
	}
	c.command(o.at, dir, line, with, step)
}

func hasNamespace(word string) bool {
	return strings.HasPrefix(word, "-n") || word == "--namespace" || strings.HasPrefix(word, "--namespace=")
}

// subject returns the word of a command with which to search for steps.
func subject(command string) string {
	for _, word := range []string{"scale", "wait", "rollout", "patch", "label", "taint", "cordon", "drain", "delete", "logs", "exec", "apply", "create", "curl"} {
		if strings.Contains(command, word) {
			return word
		}
	}
	return "command"
}
