package terminal

import "github.com/gherkind/gherkind/scenarios/report"

// Ask shows a failed scenario and a question about it, and holds the display until there is an answer. Output of other scenarios
// is printed after the answer. The scenario is remembered by its position, so that it is not printed completely again when it
// ends.
func (t *Terminal) Ask(s *report.Scenario, lines []string, question string, answer func() (echoed bool)) {
	t.update(func() {
		t.screen.draw(nil)
		t.print(t.scenarioLines(s)...)
		if t.asked == nil {
			t.asked = map[string]bool{}
		}
		t.asked[s.Place()] = true
		for _, line := range lines {
			t.print(line)
		}
		t.screen.hold(t.opts.paint(bold, question))
	})
	echoed := answer()
	t.update(func() { t.screen.release(echoed) })
}

// shownBefore reports, once, whether the user has just seen why the scenario failed.
func (t *Terminal) shownBefore(s *report.Scenario) bool {
	before := t.asked[s.Place()]
	delete(t.asked, s.Place())
	return before
}

// AskAgain repeats the question after an invalid answer.
func (t *Terminal) AskAgain(question string) {
	t.update(func() { t.screen.write(t.opts.paint(bold, question) + " ") })
}
