package export

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// jsonFormat identifies a file of the format json.
const jsonFormat = "gherkind-marks"

// Read reads a file of the format json back. Inconsistent contents are an error.
func Read(data []byte) ([]*marks.Grade, error) {
	var file struct {
		Format string         `json:"format"`
		Grades []*marks.Grade `json:"grades"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if file.Format != jsonFormat {
		return nil, fmt.Errorf("it is not a marks file: its format is %q, not %q", file.Format, jsonFormat)
	}
	students := map[string]bool{}
	for i, g := range file.Grades {
		if g == nil {
			return nil, fmt.Errorf("grade %d is empty", i+1)
		}
		if key := g.Student.Key(); students[key] {
			return nil, fmt.Errorf("the student %q has two grades", key)
		}
		students[g.Student.Key()] = true
	}
	if len(file.Grades) == 0 {
		return nil, errors.New("it has no grades")
	}
	return file.Grades, nil
}
