package cli

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

// pauser asks the user at the terminal what to do with a failed scenario.
type pauser struct {
	terminal *terminal.Terminal
	in       io.Reader
	read     sync.Once
	lines    chan string // lines of input; closed at the end of the input
}

const question = "Enter cleans up and continues, k keeps the namespaces, q cleans up and stops the run >"

// newPauser returns an error if there is no terminal.
func newPauser(terminal *terminal.Terminal) (*pauser, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())) {
		return nil, &commandError{errors.New("--pause-on-failure asks a person, and there is no terminal to ask at: " +
			"remove it, or use --keep-on-failure")}
	}
	return &pauser{terminal: terminal, in: os.Stdin, lines: make(chan string)}, nil
}

// ask shows what failed and how to inspect it, and waits for an answer or the end of the run.
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
	p.forget() // before the question is shown, because an answer may follow at once
	p.terminal.Ask(s, lines, question, func() (echoed bool) {
		choice, echoed = p.answer(ctx)
		return echoed
	})
	return choice
}

// forget discards input from before the question.
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

// answer waits for a valid answer and ignores other lines.
func (p *pauser) answer(ctx context.Context) (choice scenarios.Choice, echoed bool) {
	for {
		select {
		case <-ctx.Done():
			return scenarios.Continue, false
		case line, ok := <-p.lines:
			switch word := strings.ToLower(strings.TrimSpace(line)); {
			case !ok: // the terminal is closed
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

// readLines forwards the input. A read cannot be cancelled, so this goroutine lives as long as the program.
func (p *pauser) readLines() {
	defer close(p.lines)
	typed := bufio.NewScanner(p.in)
	for typed.Scan() {
		p.lines <- typed.Text()
	}
}
