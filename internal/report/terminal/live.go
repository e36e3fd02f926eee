package terminal

import (
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// shownScenarios is how many running scenarios have their own line.
const shownScenarios = 3

// liveLines returns the lines at the bottom; none if nothing is running.
func (t *Terminal) liveLines() []string {
	var lines []string
	if t.work != nil {
		lines = append(lines, t.workLine())
	}
	if t.run != nil {
		lines = append(lines, t.opts.paint(bold, t.clip(t.counts())))
		for _, c := range t.run.now[:min(len(t.run.now), shownScenarios)] {
			lines = append(lines, t.clip(t.currentLine(c)))
		}
	}
	return lines
}

func (t *Terminal) clip(line string) string {
	return plaintext.Clip(line, t.opts.liveWidth(), t.opts.ellipsis())
}

// counts returns the headline: `12s 3/20 done, 1 failed, 5 running`.
func (t *Terminal) counts() string {
	parts := []string{t.opts.Language.Sayf("%d/%d done", t.run.done, t.run.total)}
	if t.run.bad > 0 {
		parts = append(parts, t.opts.Language.Sayf("%d failed", t.run.bad))
	}
	if n := len(t.run.now); n > 0 {
		parts = append(parts, t.opts.Language.Sayf("%d running", n))
	}
	return column(t.now().Sub(t.started)) + strings.Join(parts, t.opts.Language.Word(", "))
}

// currentLine describes one running scenario: its name takes a quarter of the line, what the step currently sees three eighths,
// and the step the rest.
func (t *Terminal) currentLine(c *current) string {
	start := column(t.now().Sub(c.since))
	room := t.opts.liveWidth() - plaintext.Width(start)
	if c.step == "" {
		return start + c.name
	}
	saw := t.opts.Language.Retell(t.sights.of(c.scenario, c.at))
	if saw != "" {
		saw = plaintext.Clip(t.separator()+saw, room*3/8, t.opts.ellipsis())
	}
	name := plaintext.Clip(c.name, room/4, t.opts.ellipsis())
	step := plaintext.Clip(c.step, room-plaintext.Width(name)-2-plaintext.Width(saw), t.opts.ellipsis())
	return start + name + "  " + step + saw
}

func (t *Terminal) separator() string {
	if t.opts.Unicode {
		return " → "
	}
	return " -> "
}

// heartbeat returns the line that shows progress if the output cannot be redrawn.
func (t *Terminal) heartbeat() string {
	var parts []string
	if t.work != nil {
		parts = append(parts, t.opts.Language.Sayf("still %s (%s)", t.work.what, explain.Age(t.now().Sub(t.work.since))))
	}
	if t.run != nil {
		parts = append(parts, t.opts.Language.Sayf("%d of %d done", t.run.done, t.run.total))
		for i, c := range t.run.now {
			if i == shownScenarios {
				parts = append(parts, t.opts.Language.Sayf("and %d more", len(t.run.now)-i))
				break
			}
			parts = append(parts, t.beat(c))
		}
	}
	return column(t.now().Sub(t.started)) + strings.Join(parts, t.opts.Language.Word("; "))
}

func (t *Terminal) beat(c *current) string {
	text := c.name
	if c.step != "" {
		text = t.opts.Language.Sayf("%s: %s", c.name, c.step)
	}
	if saw := t.opts.Language.Retell(t.sights.of(c.scenario, c.at)); saw != "" {
		text += t.separator() + saw
	}
	return text + " (" + explain.Age(t.now().Sub(c.since)) + ")"
}

// column returns an elapsed time, aligned to the right, followed by two spaces.
func column(d time.Duration) string { return fmt.Sprintf("%6s  ", explain.Age(d)) }
