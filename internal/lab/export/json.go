package export

import (
	"encoding/json"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// asJSON writes all grades completely, in the documented form, for instructors.
func asJSON(b Book) ([]byte, error) {
	data, err := json.MarshalIndent(struct {
		Format  string         `json:"format"`
		Version int            `json:"version"`
		Grades  []*marks.Grade `json:"grades"`
	}{jsonFormat, marks.Version, append([]*marks.Grade{}, b.Grades...)}, "", "  ")
	return append(data, '\n'), err
}
