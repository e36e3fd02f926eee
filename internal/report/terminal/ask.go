package terminal

import "github.com/gherkind/gherkind/scenarios/report"

// Ask shows a failed scenario and a question about it, and holds the display until the
// answer is there: nothing of the scenarios that go on is printed in between, but after it. The
// scenario is recognised by its place when it ends, and then not shown whole again.
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

// shownBefore tells, once, that the person has just seen why the scenario failed.
func (t *Terminal) shownBefore(s *report.Scenario) bool {
	before := t.asked[s.Place()]
	delete(t.asked, s.Place())
	return before
}

// AskAgain repeats the question, for an answer that was none.
func (t *Terminal) AskAgain(question string) {
	t.update(func() { t.screen.write(t.opts.paint(bold, question) + " ") })
}
