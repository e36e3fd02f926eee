package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
)

// score is the body of a request to the LTI score service (application/vnd.ims.lis.v1.score+json).
type score struct {
	UserID           string        `json:"userId"`
	ScoreGiven       *marks.Points `json:"scoreGiven,omitempty"`
	ScoreMaximum     marks.Points  `json:"scoreMaximum"`
	Comment          string        `json:"comment,omitempty"`
	Timestamp        string        `json:"timestamp"`
	ActivityProgress string        `json:"activityProgress"`
	GradingProgress  string        `json:"gradingProgress"`
}

// lti writes a request for each student, one per line. If the grade is undecided, it has no score and grading has failed.
func lti(b Book) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	for _, g := range b.Grades {
		s := score{
			UserID: cmp.Or(g.Student.LTI, g.Student.Key()), ScoreMaximum: g.Total(), Comment: b.ViewOf(g).summary(wording.In(g.Language)),
			Timestamp:        cmp.Or(g.Ended, g.Started).UTC().Format(time.RFC3339Nano),
			ActivityProgress: "Completed", GradingProgress: "Failed",
		}
		if points, ok := g.Points(); ok {
			s.ScoreGiven, s.GradingProgress = &points, "FullyGraded"
		}
		if err := encoder.Encode(s); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}
