package steps

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
)

// cutOutput says of what a command printed that its end is not known.
var cutOutput = fmt.Sprintf("only the first %d KiB of what it printed are kept", kube.OutputLimit>>10)

// ofCut adds to what is wrong with the output of a command that there was more of it: the rest may be as wanted.
func ofCut(r kube.ExecResult, err error) error {
	if err == nil || !r.Cut {
		return err
	}
	return &hinted{fmt.Errorf("%w; %s", err, cutOutput), "let the command print less, for example with tail, grep or sha256sum"}
}
