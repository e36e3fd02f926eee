package html

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Limits of a picture.
const (
	maxDrawn   = 600  // bars and marks
	wideChart  = 860. // width of the chart on a desktop, in pixels: labels must fit
	phoneChart = 320. // on a phone
	charWidth  = 6.4  // width of a character in labels, in pixels
)

// htmlPicture is the timeline of a scenario: its steps, and below them a lane for each pod.
type htmlPicture struct {
	Label   string // description in a sentence
	Ticks   []htmlTick
	Steps   []htmlBar
	Lanes   []htmlLane
	Rows    []htmlRow // description as a table
	Legend  []htmlTag // the phases in the picture, by class
	Omitted string
}

type (
	htmlTick struct{ At, Text, Class, Anchor string }
	htmlBar  struct{ From, Width, Class, Text, Fits, Title string }
	htmlMark struct{ At, Class, Text, Fits, Title string }
	htmlLane struct {
		Name, Kind, Where string
		Tracks            []htmlTrack
		Marks             []htmlMark
	}
	htmlTrack struct {
		Name string
		Init bool
		Bars []htmlBar
	}
	htmlRow struct{ At, Object, What, Class string }
)

// chart converts times to positions on the axis of a scenario.
type chart struct {
	in    *say.Language
	from  time.Time
	whole time.Duration
	left  int // how many bars and marks may still be drawn
	rows  []pictureRow
	used  map[report.Phase]bool
	cut   int
}

// pictureOf draws a scenario; nil if nothing in it has a time.
func (t told) pictureOf(s *report.Scenario) *htmlPicture {
	c := &chart{in: t.in, from: s.Started, whole: s.StepsEnded().Sub(s.Started), left: maxDrawn, cut: s.LanesOmitted, used: map[report.Phase]bool{}}
	if c.whole <= 0 || s.Started.IsZero() {
		return nil
	}
	p := &htmlPicture{Ticks: c.ticks(), Steps: c.steps(s.Steps)}
	for _, l := range s.Lanes {
		p.Lanes = append(p.Lanes, c.lane(l))
	}
	p.Label = c.in.Sayf("Timeline of %d steps and %d objects over %s. The table below says the same in words.", len(s.Steps), len(s.Lanes), explain.Seconds(c.whole))
	p.Rows, p.Legend = c.words(), c.legend()
	if c.cut > 0 {
		p.Omitted = c.in.Sayf("%d lanes, bars or events were left out of the picture.", c.cut)
	}
	return p
}

func (c *chart) share(at time.Time) float64 {
	return min(max(float64(at.Sub(c.from))/float64(c.whole), 0), 1)
}

func (c *chart) at(t time.Time) string { return fmt.Sprintf("%.2f%%", 100*c.share(t)) }

// bar returns a bar for a period. Its texts are possible labels, the longest first.
func (c *chart) bar(from, to time.Time, class, title string, texts ...string) htmlBar {
	width := c.share(to) - c.share(from)
	b := htmlBar{From: c.at(from), Width: fmt.Sprintf("%.2f%%", 100*width), Class: class, Title: title}
	b.Text, b.Fits = fitting(width, texts)
	return b
}

// fitting returns the longest of the texts that fits into a share of the chart on a desktop, and the class for whether it fits on
// a phone.
func fitting(share float64, texts []string) (text, class string) {
	for _, text := range texts {
		need := float64(plaintext.Width(text))*charWidth + 8
		if text != "" && need <= share*wideChart {
			if need <= share*phoneChart {
				return text, "always"
			}
			return text, "desk"
		}
	}
	return "", ""
}

func (c *chart) steps(steps []*report.Step) []htmlBar {
	var bars []htmlBar
	for i, step := range steps {
		if step.Started.IsZero() || c.left == 0 {
			continue
		}
		c.left--
		class := "step passed"
		if step.Status != report.Passed {
			class = "step failed"
		}
		end, text := step.Started.Add(step.Duration), show.Attr(step.Keyword+" "+step.Text)
		title := c.in.Sayf("step %d: %s, %s", i+1, text, explain.Seconds(step.Duration))
		bars = append(bars, c.bar(step.Started, end, class, title, fmt.Sprint(i+1)))
		c.say(step.Started, end, c.in.Sayf("step %d", i+1), text, class)
	}
	return bars
}

// ticks returns the marks of the axis, at round numbers of seconds.
func (c *chart) ticks() []htmlTick {
	every := 10 * time.Millisecond
	for _, factor := range []time.Duration{2, 5, 10, 20, 50, 100, 200, 500, 1000, 1500, 3000, 6000, 12000, 30000, 60000, 180000, 360000} {
		if c.whole/every <= 8 {
			break
		}
		every = factor * 10 * time.Millisecond
	}
	var ticks []htmlTick
	for at := time.Duration(0); at <= c.whole && len(ticks) < 50; at += every {
		t := htmlTick{At: c.at(c.from.Add(at)), Text: tickText(at), Class: "even", Anchor: "middle"}
		if len(ticks)%2 == 1 {
			t.Class = "odd"
		}
		switch {
		case at == 0:
			t.Anchor = "start"
		case c.share(c.from.Add(at)) > 0.97:
			t.Anchor = "end"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

func tickText(at time.Duration) string {
	if at < time.Minute {
		return fmt.Sprintf("%gs", at.Seconds())
	}
	return fmt.Sprintf("%d:%02d", int(at.Minutes()), int(at.Seconds())%60)
}
