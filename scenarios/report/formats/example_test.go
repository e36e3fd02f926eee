package formats_test

import (
	"fmt"

	"github.com/gherkind/gherkind/scenarios/report/formats"
)

// A mistake in a --report flag is an error before anything runs.
func ExampleParse() {
	for _, spec := range []string{"junit:", "tap:-"} {
		_, err := formats.Parse(spec)
		fmt.Println(err)
	}
	// Output:
	// report "junit:": no file named; write junit:junit.xml
	// report "tap:-": the standard output shows the run; name a file, such as tap:report.tap
}
