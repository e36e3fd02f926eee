package nodeimage

import (
	"fmt"
	"strings"
	"sync"

	"sigs.k8s.io/kind/pkg/exec"
	"sigs.k8s.io/kind/pkg/log"
)

// kindLogger keeps what kind's builder complains about: its errors say little
// without. Its progress is not ours to print.
type kindLogger struct {
	progress Progress

	mu    sync.Mutex
	lines []string
}

func (l *kindLogger) complain(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, strings.TrimSpace(line))
}

func (l *kindLogger) Warn(message string)            { l.complain(message) }
func (l *kindLogger) Warnf(format string, a ...any)  { l.complain(fmt.Sprintf(format, a...)) }
func (l *kindLogger) Error(message string)           { l.complain(message) }
func (l *kindLogger) Errorf(format string, a ...any) { l.complain(fmt.Sprintf(format, a...)) }
func (l *kindLogger) V(log.Level) log.InfoLogger     { return log.NoopInfoLogger{} }

// explain adds the output of the command that failed and the complaints.
func (l *kindLogger) explain(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var more []string
	if run := exec.RunErrorForError(err); run != nil {
		more = append(more, strings.TrimSpace(string(run.Output)))
	}
	more = append(more, l.lines...)
	if len(more) == 0 {
		return err
	}
	return fmt.Errorf("%w: %s", err, strings.Join(more, "; "))
}
