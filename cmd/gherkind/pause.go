package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// pauser asks the person at the terminal what to do with a failed scenario.
type pauser struct {
	terminal *terminal.Terminal
	in       io.Reader
	read     sync.Once
	lines    chan string // what is typed; closed at the end of the input
}

const question = "Enter cleans up and continues, k keeps the namespaces, q cleans up and stops the run >"

// newPauser refuses when nobody could answer.
func newPauser(terminal *terminal.Terminal) (*pauser, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())) {
		return nil, &commandError{errors.New("--pause-on-failure asks a person, and there is no terminal to ask at: " +
			"remove it, or use --keep-on-failure")}
	}
	return &pauser{terminal: terminal, in: os.Stdin, lines: make(chan string)}, nil
}

// ask shows what failed and how to look at it, and waits for an answer, or for the
// end of the run.
func (p *pauser) ask(ctx context.Context, s *report.Scenario) scenarios.Choice {
	p.read.Do(func() { go p.readLines() })
	lines := []string{"", "Nothing has been cleaned up yet. In another terminal:"}
	for _, command := range s.LookCommands() {
		lines = append(lines, "  "+command)
	}
	if len(s.Namespaces) == 0 {
		lines = []string{"", "It has created no namespace."}
	}
	choice := scenarios.Continue
	p.forget() // and not later: an answer may come as soon as the question is shown
	p.terminal.Ask(s, lines, question, func() (echoed bool) {
		choice, echoed = p.answer(ctx)
		return echoed
	})
	return choice
}

// forget drops what was typed before there was a question.
func (p *pauser) forget() {
	for {
		select {
		case _, ok := <-p.lines:
			if !ok {
				return
			}
		default:
			return
		}
	}
}

// answer waits for a line that is one of the answers; any other is none.
func (p *pauser) answer(ctx context.Context) (choice scenarios.Choice, echoed bool) {
	for {
		select {
		case <-ctx.Done():
			return scenarios.Continue, false
		case line, ok := <-p.lines:
			switch word := strings.ToLower(strings.TrimSpace(line)); {
			case !ok: // the terminal is gone: nobody looks any more
				return scenarios.Continue, false
			case word == "":
				return scenarios.Continue, true
			case word == "k":
				return scenarios.KeepIt, true
			case word == "q":
				return scenarios.StopRun, true
			}
			p.terminal.AskAgain(question)
		}
	}
}

// readLines hands on what is typed. A read cannot be called off, so this lives as long as
// the program.
func (p *pauser) readLines() {
	defer close(p.lines)
	typed := bufio.NewScanner(p.in)
	for typed.Scan() {
		p.lines <- typed.Text()
	}
}
