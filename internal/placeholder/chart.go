package placeholder

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
)

// chartTypes are those of Helm charts.
func chartTypes() []step.Type {
	return []step.Type{
		{Name: "chart", Pattern: quoted, Example: `"charts/shop"`, Parse: parseChart,
			Doc: `A folder with a Helm chart, or an archive of one (.tgz), in double quotes: its path below manifests/, or below the feature's own folder.`},
		{Name: "release", Pattern: quoted, Example: `"shop"`, Parse: parseRelease,
			Doc: `The name of a release of a Helm chart, in double quotes.`},
	}
}

// parseChart reads the chart when the feature is checked, so that what is wrong with it is known before a cluster is touched.
func parseChart(text string, at step.Place) (any, error) {
	name := Unquote(text)
	if name == "" {
		return nil, errors.New("name a folder or an archive between the quotes")
	}
	if strings.Contains(name, "://") {
		return nil, fmt.Errorf("nothing is fetched: run helm pull %s, keep the archive in the project, and name that", name)
	}
	for _, candidate := range candidates(name, at) {
		if _, err := fs.Stat(at.FS, candidate); errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			continue
		}
		return at.Once("chart "+candidate, func() (any, error) {
			read, err := chart.Load(at.FS, candidate)
			if err != nil {
				return nil, err
			}
			return &release.Chart{Chart: read}, nil
		})
	}
	return nil, fmt.Errorf("there is no such chart: looked for %s", strings.Join(candidates(name, at), " and "))
}

var releaseName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)

// longestRelease is what Helm allows.
const longestRelease = 53

func parseRelease(text string, _ step.Place) (any, error) {
	name := Unquote(text)
	if !releaseName.MatchString(name) || len(name) > longestRelease {
		return nil, fmt.Errorf("the name of a release has small letters, digits and '-' in it, begins and ends with a letter or digit, and has at most %d characters", longestRelease)
	}
	return name, nil
}
