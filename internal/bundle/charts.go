package bundle

import (
	"path"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
)

// chartsOf adds the rendered charts of a scenario to its files: the values and templates of a chart may contain what is removed
// from its Secrets. It returns their paths.
func chartsOf(pickle *gherkin.Pickle, files map[string][]byte) (map[string]bool, []error) {
	paths, records := map[string]bool{}, map[string]*chart.Record{}
	var errs []error
	for _, use := range plan.ChartsOf(pickle) {
		at := use.Chart.Path
		if paths[at] = true; records[at] == nil {
			records[at] = &chart.Record{}
		}
		errs = append(errs, use.Record(records[at], RedactedManifest))
	}
	for at, record := range records {
		name, data, err := record.File()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		files[Name(path.Join(at, name))] = data
	}
	return paths, errs
}
