package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
)

const (
	labelWidth = 8  // "  want  ", as in explain.Failure's block
	minName    = 24 // columns that a scenario's name keeps on a narrow screen
)

// scenarioLines is what is printed when a scenario has finished: its headline and,
// when it failed, why.
func (t *Terminal) scenarioLines(s *Scenario) []string {
	failed := s.Verdict() == Bad || s.Verdict() == Broken
	lines := t.headline(s, failed)
	switch {
	case failed:
		lines = append(lines, t.opts.paintBlock(failureLines(s, t.opts.width()))...)
	case s.Verdict() == NotRun:
		lines = append(lines, label("why", s.Err, t.opts.width())...)
	}
	lines = append(lines, t.opts.paintBlock(warningLines(s, t.opts.width()))...)
	return append(lines, t.opts.paintBlock(label("tries", s.Comparison(), t.opts.width()))...)
}

// warningLines are a line for each warning, with the line of the feature that it is about.
func warningLines(s *Scenario, width int) []string {
	var lines []string
	for _, w := range (entry{s, ended}).warnings() {
		lines = append(lines, label("warn", w.String(), width)...)
	}
	return lines
}

// endLines are what a scenario came to after a person was asked about it.
func (t *Terminal) endLines(s *Scenario) []string {
	lines := keptLines(s)
	for _, c := range s.Cleanup {
		lines = append(lines, label("undo", c, t.opts.width())...)
	}
	return t.opts.paintBlock(append(lines, label("tries", s.Comparison(), t.opts.width())...))
}

// headline is mark, name, place and duration on one line. On a screen that is too
// narrow for all, the name is cut; the name of a failed scenario is kept whole,
// and place and duration go to a line of their own.
func (t *Terminal) headline(s *Scenario, whole bool) []string {
	name := plaintext.Line(s.Name, maxText)
	place, width, mark := placeAndTime(s), t.opts.width(), t.plainMark(s)
	room := width - plaintext.Width(mark+" "+place) - 2
	if width <= 0 || plaintext.Width(name) <= room {
		room = plaintext.Width(name)
	} else if whole || room < minName {
		lines := plaintext.Hang(mark+" ", name, width)
		lines[0] = t.opts.markOf(s) + strings.TrimPrefix(lines[0], mark)
		return append(lines, t.opts.paint(dim, "  "+place))
	}
	name = plaintext.Clip(name, room, t.opts.ellipsis())
	return []string{t.opts.markOf(s) + " " + name + t.opts.paint(dim, "  "+place)}
}

func placeAndTime(s *Scenario) string {
	place := plaintext.Line(s.Place(), maxText)
	switch {
	case s.Verdict() == NotRun:
		return place + "  not run"
	case s.Status == Interrupted:
		return place + "  interrupted after " + seconds(s.Duration())
	}
	return place + "  " + seconds(s.Duration())
}

func (t *Terminal) plainMark(s *Scenario) string {
	o := t.opts
	o.Color = false
	return o.markOf(s)
}

// failureLines say what failed, why, and where to look: the step's place and text,
// the failure's block, and what is left behind. Plain text, wrapped to width.
func failureLines(s *Scenario, width int) []string {
	var lines []string
	failure := failureOf(s)
	if step := s.FailedStep(); step != nil {
		text := fmt.Sprintf("%s:%d: %s", plaintext.Line(s.URI, maxText), step.Line, stepText(step))
		lines = append(lines, plaintext.Hang("  ", text, width)...)
	}
	if failure != nil {
		lines = append(lines, strings.Split(failure.Block(width), "\n")...)
	}
	lines = append(lines, label("err", s.Err, width)...)
	lines = append(lines, keptLines(s)...)
	for _, c := range s.Cleanup {
		lines = append(lines, label("undo", c, width)...)
	}
	return lines
}

// failureOf is the scenario's failure in the shape of a block, made up from the
// step's error when that is all there is; nil when nothing is known.
func failureOf(s *Scenario) *explain.Failure {
	step := s.FailedStep()
	var f explain.Failure
	switch {
	case s.Failure != nil:
		f = *s.Failure
	case step != nil && step.Failure != nil:
		f = *step.Failure
	case step != nil && step.Err != "":
		f.Saw = step.Err
	case step != nil && step.Status != Failed && step.Status != Interrupted:
		f.Saw = "the step is " + string(step.Status)
	default:
		return nil
	}
	if f.More == "" && s.Bundle != "" {
		f.More = s.Bundle
	}
	return &f
}

func stepText(step *Step) string {
	return plaintext.Line(step.Keyword+" "+step.Text, maxText)
}

// label is one labelled value in the form of a block, nothing when it is empty.
func label(name, value string, width int) []string {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	start := fmt.Sprintf("  %-*s", labelWidth-2, name)
	return plaintext.Hang(start, plaintext.Lines(value, maxText), width)
}

// seconds writes how long something took: `0.4s`, `12.3s`, `3m20s`.
func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return explain.Age(d)
}
