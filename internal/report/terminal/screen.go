package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// screen is the text that scrolls, with live lines below it that are redrawn in
// place. Every frame is one write, so that it does not flicker.
type screen struct {
	w       io.Writer
	live    bool
	drawn   []string  // the live lines that stand there now
	printed time.Time // when something was last printed for good
	err     error     // the first error in writing
	held    bool      // a question stands there and waits
	later   []string  // lines that came while it did
}

// The escape sequences of ECMA-48 that move the display.
const (
	lineUp     = "\x1b[1A"
	eraseBelow = "\x1b[J"
)

// print writes lines for good, above the live ones.
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

// hold writes a question, with the cursor behind it, and keeps all else back.
func (s *screen) hold(question string) {
	s.draw(nil)
	s.write(question + " ")
	s.held = true
}

// release ends that. Unless the answer was echoed with its line break, one is written.
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

// erase goes back to the start of the first live line and clears from there.
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
