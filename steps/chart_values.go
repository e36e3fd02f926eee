package steps

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
)

// parseChartValues parses the values of a chart when the feature is loaded.
func parseChartValues(doc step.DocString, _ step.Place) (any, error) {
	values, err := chart.ParseValues([]byte(yamlOf(doc)))
	return values, err
}

// checkSet validates the values in a table when the feature is loaded.
func checkSet(arg step.Argument, _ step.Place) error {
	if arg.Table == nil {
		return nil
	}
	_, err := setValues(*arg.Table)
	return err
}

// ChartOf returns the chart that a step installs, with the values that the step sets.
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
			return use, false // lint reports this error
		}
		use.Values = values
	}
	if _, wrong := p.Problems(); wrong != nil {
		return use, false
	}
	return use, use.Chart != nil && use.Release != ""
}

// setValues returns the values of a table with a path and a value in each row.
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
