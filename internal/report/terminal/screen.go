package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// screen is scrolling text with live lines below it that are redrawn in place. Every frame is a single write, to avoid
// flickering.
type screen struct {
	w       io.Writer
	live    bool
	drawn   []string  // the live lines currently displayed
	printed time.Time // when something was last printed permanently
	err     error     // the first write error
	held    bool      // a question is displayed and has no answer yet
	later   []string  // lines to print after the answer
}

// The escape sequences of ECMA-48 that move the display.
const (
	lineUp     = "\x1b[1A"
	eraseBelow = "\x1b[J"
)

// print writes permanent lines above the live ones.
func (s *screen) print(lines []string, now time.Time) {
	s.printed = now
	if s.held {
		s.later = append(s.later, lines...)
		return
	}
	s.write(s.erase() + strings.Join(lines, "\n") + "\n" + strings.Join(s.drawn, "\n"))
}

// draw replaces the live lines, if they differ.
func (s *screen) draw(lines []string) {
	if !s.live || s.held || slices.Equal(lines, s.drawn) {
		return
	}
	frame := s.erase() + strings.Join(lines, "\n")
	s.drawn = lines
	s.write(frame)
}

// hold writes a question, leaves the cursor behind it, and holds back all other output.
func (s *screen) hold(question string) {
	s.draw(nil)
	s.write(question + " ")
	s.held = true
}

// release ends this. It writes a line break unless the answer was echoed with its own.
func (s *screen) release(echoed bool) {
	s.held = false
	if !echoed {
		s.write("\n")
	}
	if len(s.later) > 0 {
		s.write(strings.Join(s.later, "\n") + "\n")
	}
	s.later = nil
}

// erase returns the sequence that goes to the start of the first live line and clears from there.
func (s *screen) erase() string {
	if len(s.drawn) == 0 {
		return ""
	}
	return "\r" + strings.Repeat(lineUp, len(s.drawn)-1) + eraseBelow
}

func (s *screen) write(text string) {
	_, err := io.WriteString(s.w, text)
	s.note(err)
}

func (s *screen) note(err error) {
	if err != nil && s.err == nil {
		s.err = fmt.Errorf("write the report to the terminal: %w", err)
	}
}
