package steps

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
)

// parseChartValues reads the values of a chart before anything is run.
func parseChartValues(doc step.DocString, _ step.Place) (any, error) {
	values, err := chart.ParseValues([]byte(yamlOf(doc)))
	return values, err
}

// checkSet looks at the values in a table before anything is run.
func checkSet(arg step.Argument, _ step.Place) error {
	if arg.Table == nil {
		return nil
	}
	_, err := setValues(*arg.Table)
	return err
}

// ChartOf is the chart that a step installs, with what it says of it.
func ChartOf(p *step.Planned) (release.Use, bool) {
	use := release.Use{Values: chart.Values{}, Upgrade: strings.HasPrefix(p.Def.Name, "release-upgrade")}
	for _, value := range p.Values() {
		switch value.Type {
		case "chart":
			use.Chart, _ = value.Parsed.(*release.Chart)
		case "release":
			use.Release, _ = value.Parsed.(string)
		}
	}
	switch below := p.Below().(type) {
	case chart.Values:
		use.Values = below
	case step.Table:
		values, err := setValues(below)
		if err != nil {
			return use, false // lint has said so
		}
		use.Values = values
	}
	if _, wrong := p.Problems(); wrong != nil {
		return use, false
	}
	return use, use.Chart != nil && use.Release != ""
}

// setValues are the values in a table: the path of each, and what it is set to.
func setValues(table step.Table) (chart.Values, error) {
	values := chart.Values{}
	for _, row := range table.Rows {
		if len(row) != 2 {
			return nil, fmt.Errorf("a row has %d cells, where the name of a value and what it is set to belong: | image.tag | v2 |", len(row))
		}
		value, err := chart.ParseSet(row[1])
		if err != nil {
			return nil, err
		}
		if err := values.Set(row[0], value); err != nil {
			return nil, err
		}
	}
	return values, nil
}
