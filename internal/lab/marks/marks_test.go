package marks

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func worth(id string, verdict Verdict, earned, points Points, needs ...string) Criterion {
	return Criterion{ID: id, Title: id, Verdict: verdict, Earned: earned * One, Points: points * One, Needs: needs}
}

func TestPoints(t *testing.T) {
	for text, want := range map[string]string{
		"3": "3", "0": "0", "2.5": "2.5", "0.25": "0.25", "10.10": "10.1", "100000": "100000",
	} {
		p, err := ParsePoints(text)
		if err != nil || p.String() != want {
			t.Errorf("%s: %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", ".", ".5", "1.", "-1", "+1", "1e3", "1.234", "1.-2", "NaN", "100001", "99999999999999999999", "١", "1,5"} {
		if p, err := ParsePoints(text); err == nil {
			t.Errorf("%q is %s points", text, p)
		}
	}
	if got := Points(-25).String(); got != "-0.25" {
		t.Error(got)
	}
}

// TestPointsAreAddedWithoutError: ten times a tenth is one.
func TestPointsAreAddedWithoutError(t *testing.T) {
	tenth, err := ParsePoints("0.1")
	if err != nil {
		t.Fatal(err)
	}
	g := &Grade{}
	for i := range 10 {
		g.Criteria = append(g.Criteria, Criterion{ID: string(rune('a' + i)), Verdict: Passed, Points: tenth, Earned: tenth})
	}
	if p, decided := g.Points(); p != One || !decided {
		t.Error(p, decided)
	}
}

func TestPart(t *testing.T) {
	for _, c := range []struct {
		whole      Points
		have, want int
		earned     string
	}{
		{3 * One, 2, 3, "2"},
		{One, 1, 3, "0.33"},
		{One, 2, 3, "0.67"},
		{One, 1, 8, "0.13"}, // a half is rounded up
		{One, 0, 3, "0"},
		{One, -1, 3, "0"},
		{One, 3, 3, "1"},
		{One, 4, 3, "1"},
		{One, 999, 1000, "0.99"}, // never up to all
		{One, 1, 1000, "0.01"},   // never down to none
		{1, 1, 2, "0"},           // nothing lies between
		{0, 1, 2, "0"},
		{One, 1, 0, "0"},
	} {
		if got := Part(c.whole, c.have, c.want).String(); got != c.earned {
			t.Errorf("%d of %d of %s: %s, want %s", c.have, c.want, c.whole, got, c.earned)
		}
	}
}

func TestVerdictOfTheWhole(t *testing.T) {
	for _, c := range []struct {
		name            string
		criteria        []Criterion
		late            Points
		want            Verdict
		points          string
		atLeast, atMost string
	}{
		{"all passed", []Criterion{worth("a", Passed, 2, 2), worth("b", Passed, 1, 1)}, 0, Passed, "3", "3", "3"},
		{"one in part", []Criterion{worth("a", Partial, 1, 2), worth("b", Failed, 0, 1)}, 0, Partial, "1", "1", "1"},
		{"nothing", []Criterion{worth("a", Failed, 0, 2), worth("b", Blocked, 0, 1, "a")}, 0, Failed, "0", "0", "0"},
		{"infrastructure is no zero", []Criterion{worth("a", Passed, 2, 2), worth("b", Infrastructure, 0, 1)}, 0, Infrastructure, "null", "2", "3"},
		{"not even of all", []Criterion{worth("a", Infrastructure, 0, 2)}, 0, Infrastructure, "null", "0", "2"},
		{"late", []Criterion{worth("a", Passed, 2, 2)}, One, Passed, "1", "1", "1"},
		{"too late", []Criterion{worth("a", Passed, 2, 2)}, 5 * One, Passed, "0", "0", "0"},
		{"nothing was judged", nil, 0, Infrastructure, "null", "0", "0"},
	} {
		g := &Grade{Criteria: c.criteria, LatePenalty: c.late}
		points, decided := g.Points()
		if g.Verdict() != c.want || decidedText(points, decided) != c.points || g.AtLeast().String() != c.atLeast || g.AtMost().String() != c.atMost {
			t.Errorf("%s: %s, %s points, %s to %s", c.name, g.Verdict(), decidedText(points, decided), g.AtLeast(), g.AtMost())
		}
		if err := g.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestHintsCostNoMoreThanWasEarned(t *testing.T) {
	c := worth("a", Partial, 1, 3)
	c.HintCost = 2 * One
	other := worth("b", Passed, 2, 2)
	other.HintCost = 50
	g := &Grade{Criteria: []Criterion{c, other}}
	if p, _ := g.Points(); p.String() != "1.5" {
		t.Error(p)
	}
}

// TestWhatWasThereAtTheStartDoesNotCount: a change is worth the difference, and work that was complete at the start nothing.
func TestWhatWasThereAtTheStartDoesNotCount(t *testing.T) {
	started := func(c Criterion, start Points) Criterion {
		c.AtStart = start * One
		return c
	}
	for _, c := range []struct {
		name            string
		criteria        []Criterion
		want            Verdict
		atLeast, atMost string
	}{
		{"nothing was changed", []Criterion{started(worth("a", Passed, 2, 2), 2)}, Failed, "0", "0"},
		{"one of two", []Criterion{started(worth("a", Passed, 2, 2), 2), worth("b", Passed, 1, 1)}, Partial, "1", "1"},
		{"more replicas", []Criterion{started(worth("a", Partial, 2, 3), 1)}, Partial, "1", "1"},
		{"fewer replicas", []Criterion{started(worth("a", Partial, 1, 3), 2)}, Failed, "0", "0"},
		{"undecided", []Criterion{started(worth("a", Infrastructure, 0, 3), 1)}, Infrastructure, "0", "2"},
	} {
		g := &Grade{Criteria: c.criteria}
		if g.Verdict() != c.want || g.AtLeast().String() != c.atLeast || g.AtMost().String() != c.atMost || g.Check() != nil {
			t.Errorf("%s: %s, %s to %s, %v", c.name, g.Verdict(), g.AtLeast(), g.AtMost(), g.Check())
		}
	}
	if err := (&Grade{Criteria: []Criterion{started(worth("a", Passed, 2, 2), 3)}}).Check(); err == nil {
		t.Error("more was there at the start than the criterion is worth")
	}
	if d := Differences(&Grade{Criteria: []Criterion{started(worth("a", Passed, 2, 2), 2)}}, &Grade{Criteria: []Criterion{worth("a", Passed, 2, 2)}}); len(d) != 1 {
		t.Errorf("%q", d)
	}
}

func TestBlocker(t *testing.T) {
	g := &Grade{Criteria: []Criterion{worth("good", Passed, 1, 1), worth("part", Partial, 1, 2), worth("bad", Failed, 0, 1), worth("lost", Infrastructure, 0, 1)}}
	for _, c := range []struct {
		needs   string
		id      string
		becomes Verdict
	}{
		{"", "", ""},
		{"good", "", ""},
		{"good part", "part", Blocked},
		{"good bad", "bad", Blocked},
		{"bad lost", "lost", Infrastructure}, // once it is repaired, the result of bad is unknown
	} {
		id, becomes := g.Blocker(Criterion{Needs: strings.Fields(c.needs)})
		if id != c.id || becomes != c.becomes {
			t.Errorf("%q: %s %s", c.needs, id, becomes)
		}
	}
}

func TestCheck(t *testing.T) {
	for want, criteria := range map[string][]Criterion{
		"criterion 1 has no ID":                             {worth("", Passed, 1, 1)},
		"criterion a is there twice":                        {worth("a", Passed, 1, 1), worth("a", Passed, 1, 1)},
		"it is passed and earned 1 of 2 points":             {worth("a", Passed, 1, 2)},
		"it is partial and earned 2 of 2 points":            {worth("a", Partial, 2, 2)},
		"it is partial and earned 0 of 2 points":            {worth("a", Partial, 0, 2)},
		"it is failed and earned 1 of 2 points":             {worth("a", Failed, 1, 2)},
		"it is infrastructure and earned 1 of 2 points":     {worth("a", Infrastructure, 1, 2)},
		`there is no verdict "great"`:                       {worth("a", "great", 0, 1)},
		`there is no visibility "secret"`:                   {{ID: "a", Verdict: Failed, Visibility: "secret"}},
		"criterion b needs a, which does not stand":         {worth("b", Blocked, 0, 1, "a"), worth("a", Failed, 0, 1)},
		"criterion b is blocked, and all that it needs pas": {worth("a", Passed, 1, 1), worth("b", Blocked, 0, 1, "a")},
		"it is worth -1 points":                             {worth("a", Failed, 0, -1)},
	} {
		if err := (&Grade{Criteria: criteria}).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestShown(t *testing.T) {
	due := noon
	for _, c := range []struct {
		v         Visibility
		now, due  time.Time
		published bool
		want      bool
	}{
		{"", noon, due, false, true},
		{Visible, noon, due, false, true},
		{Hidden, noon.Add(time.Hour), due, true, false},
		{AfterDueDate, noon, due, true, false},
		{AfterDueDate, noon.Add(time.Second), due, false, true},
		{AfterDueDate, noon, time.Time{}, true, false},
		{AfterPublished, noon, due, false, false},
		{AfterPublished, noon, due, true, true},
	} {
		if got := c.v.Shown(c.now, c.due, c.published); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func example() Grade {
	return Grade{
		Exercise: Exercise{Name: "nodeport", Title: "Expose by NodePort", Hash: "sha256:00", Due: noon},
		Student:  Student{ID: "s1", Name: "Ada", Email: "ada@example.org"},
		Attempt:  2, Started: noon, Ended: noon.Add(3 * time.Second), ClusterUID: "uid", Seed: "7", Language: "en",
		Criteria: []Criterion{worth("a", Passed, 2, 2), {
			ID: "b", Title: "b", Points: 3 * One, Earned: 2 * One, Verdict: Partial, Visibility: AfterDueDate, Credit: "2 of 3 replicas",
			Expected: "3", Seen: "2", Code: "POD_MISSING", Why: "no pod", Hint: "look", Line: 7, Seconds: 1.5,
		}},
	}
}

const exampleJSON = `{"version":1,"exercise":{"name":"nodeport","title":"Expose by NodePort","hash":"sha256:00","due":"2026-03-01T12:00:00Z"},` +
	`"student":{"id":"s1","name":"Ada","email":"ada@example.org"},"attempt":2,"started":"2026-03-01T12:00:00Z","ended":"2026-03-01T12:00:03Z",` +
	`"cluster_uid":"uid","seed":"7","language":"en","verdict":"partial","points":4,"at_least":4,"at_most":4,"total":5,"criteria":[` +
	`{"id":"a","title":"a","points":2,"earned":2,"verdict":"passed"},` +
	`{"id":"b","title":"b","points":3,"earned":2,"verdict":"partial","visibility":"after_due_date","credit":"2 of 3 replicas","expected":"3",` +
	`"seen":"2","code":"POD_MISSING","why":"no pod","hint":"look","line":7,"seconds":1.5}]}`

func TestJSONIsStable(t *testing.T) {
	text, err := json.Marshal(example())
	if err != nil || string(text) != exampleJSON {
		t.Fatalf("%v\n%s\n%s", err, text, exampleJSON)
	}
	var back Grade
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(back); err != nil || string(again) != exampleJSON {
		t.Errorf("%v\n%s", err, again)
	}
}

func TestJSONOfWhatIsNotDecidedHasNoPoints(t *testing.T) {
	g := example()
	g.Criteria[0] = worth("a", Infrastructure, 0, 2)
	text, err := json.Marshal(g)
	if err != nil || !strings.Contains(string(text), `"verdict":"infrastructure","points":null,"at_least":2,"at_most":4,"total":5`) {
		t.Errorf("%v %s", err, text)
	}
	if err := json.Unmarshal(text, &Grade{}); err != nil {
		t.Error(err)
	}
}

func TestReadRefusesWhatDoesNotAddUp(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{`"points":4,`, `"points":5,`, "its points are 5, by its criteria they are 4"},
		{`"points":4,`, `"points":null,`, "its points are null"},
		{`"verdict":"partial","points":4`, `"verdict":"passed","points":4`, "its verdict is passed, by its criteria it is partial"},
		{`"total":5`, `"total":4`, "at_least, at_most and total are 4, 4 and 4"},
		{`"version":1`, `"version":2`, "its version is 2, this gherkind reads version 1"},
		{`"earned":2,"verdict":"passed"`, `"earned":1,"verdict":"passed"`, "it is passed and earned 1 of 2 points"},
		{`"points":4,`, `"points":4.001,`, "at most two digits"},
		{`"points":4,`, `"points":4,"later":true,`, ""},
	} {
		err := json.Unmarshal([]byte(strings.Replace(exampleJSON, c.from, c.to, 1)), &Grade{})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %s", c.to, err, c.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	before, now := example(), example()
	now.Started, now.Criteria[1].Seconds, now.Criteria[1].Why = noon.Add(time.Hour), 9, "other words"
	if d := Differences(&before, &now); len(d) != 0 {
		t.Error(d)
	}
	now.Exercise.Hash = "sha256:11"
	now.Criteria[0] = worth("a", Failed, 0, 2)
	now.Criteria[1].Code = ""
	now.Criteria = append(now.Criteria, worth("c", Passed, 1, 1))
	now.LatePenalty = One
	want := []string{
		"the exercise was sha256:00, now it is sha256:11",
		"a was passed with 2 of 2 points, now it is failed with 0 of 2 points",
		"b was missed for POD_MISSING, now for no known reason",
		"c was not there before",
		"the penalty for a late submission was 0, now it is 1",
	}
	if got := strings.Join(Differences(&before, &now), "\n"); got != strings.Join(want, "\n") {
		t.Error(got)
	}
	if got := Differences(&now, &before); len(got) != 5 || got[3] != "c is not there now" {
		t.Error(got)
	}
}
