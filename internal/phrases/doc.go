// Package phrases knows what people write before they know the steps, and which steps they mean.
package phrases
