# Makes the values of multiple imputation: Rscript imputed.R <cohort.csv> <folder>   writes <folder>/imputed.csv
# Of the packages survival and mice. "rubin": pooled over sets that are given, value by value; "drawn": 100 sets drawn by mice, with the
# error of the mean over the sets, within which another program's draws must come.
suppressPackageStartupMessages({library(survival); library(mice)})

folder <- commandArgs(trailingOnly = TRUE)[2]
rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
for (package in c("survival", "mice")) keep("versions", package, as.character(packageVersion(package)), 0)
pbc <- survival::pbc[1:312, ]
pbc$died <- as.numeric(pbc$status == 2)

# --- Rubin's rules on five sets: the missing cholesterol of patient i in set k is the (7 i + 13 k)th of those known, in their order

known <- sort(pbc$chol)
sets <- lapply(1:5, function(k) {
  lacking <- which(is.na(pbc$chol))
  pbc$chol[lacking] <- known[(lacking * 7 + k * 13) %% length(known) + 1]
  coxph(Surv(time, died) ~ trt + age + chol, pbc, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
})
pooled <- pool(as.mira(sets))
found <- cbind(summary(pooled, conf.int = TRUE), fmi = pooled$pooled$fmi)
for (i in seq_len(nrow(found))) {
  for (name in c("estimate", "std.error", "df", "2.5 %", "97.5 %", "p.value", "fmi")) keep("pbc", paste0("rubin_", name), found$term[i], found[[name]][i])
}

# --- drawn: cholesterol, triglycerides and platelets as they are missing, and the age of every fourth

drawn <- pbc[, c("time", "died", "age", "chol", "trig", "platelet")]
drawn$age[seq(1, 312, by = 4)] <- NA
drawn$hazard <- nelsonaalen(drawn, time, died)
method <- make.method(drawn)
predictors <- make.predictorMatrix(drawn)
predictors[, "time"] <- 0
imputed <- mice(drawn, m = 100, maxit = 10, method = method, predictorMatrix = predictors, seed = 1, printFlag = FALSE)
pooled <- pool(with(imputed, coxph(Surv(time, died) ~ age + chol + trig + platelet)))
for (i in 1:4) {
  keep("pbc", "drawn_estimate", pooled$pooled$term[i], pooled$pooled$estimate[i])
  keep("pbc", "drawn_std.error", pooled$pooled$term[i], sqrt(pooled$pooled$t[i]))
  keep("pbc", "drawn_error", pooled$pooled$term[i], sqrt(pooled$pooled$b[i] / 100))
}
write.csv(do.call(rbind, rows), file.path(folder, "imputed.csv"), row.names = FALSE, quote = TRUE)
